import type { Locale } from './i18n.js';

/** `1,234`; from a hundred thousand on `123k`, since no person reads the last digits of a number that runs. */
export function countText(count: number): string {
  if (count >= 10_000_000) return `${Math.round(count / 1_000_000)}M`;
  if (count >= 100_000) return `${Math.round(count / 1_000)}k`;
  return withCommas(count);
}

export function withCommas(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `0` when nothing flows, one digit behind the point while it is slow. */
export function rateText(perSecond: number): string {
  if (perSecond === 0) return '';
  return perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond));
}

const UNITS = {
  en: { s: 's', m: 'min', h: 'h', d: 'd' },
  zh: { s: '秒', m: '分', h: '时', d: '天' },
} as const satisfies Record<Locale, Record<'s' | 'm' | 'h' | 'd', string>>;

/** `8 s`, `3 min`, `2 h`, `5 d`: one unit, for a column. */
export function ageText(ageMs: number, locale: Locale): string {
  const unit = UNITS[locale];
  const seconds = Math.max(0, Math.floor(ageMs / 1_000));
  if (seconds < 60) return `${seconds} ${unit.s}`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} ${unit.m}`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} ${unit.h}`;
  return `${Math.floor(seconds / 86_400)} ${unit.d}`;
}

/** `45 s`, `10 min`, `1 h 30 min`, `2 d 4 h`: as exact as a person waits. */
export function waitText(waitMs: number, locale: Locale): string {
  const unit = UNITS[locale];
  const seconds = Math.max(0, Math.round(waitMs / 1_000));
  if (seconds < 120) return `${seconds} ${unit.s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} ${unit.m}`;
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? twoUnits(hours, unit.h, minutes % 60, unit.m)
    : twoUnits(Math.floor(hours / 24), unit.d, hours % 24, unit.h);
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** `85 ms`, `1.2 s`. */
export function durationText(durationMs: number, locale: Locale): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1_000).toFixed(1)} ${UNITS[locale].s}`;
  return ageText(durationMs, locale);
}

export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let at = 0;
  while (value >= 1_000 && at < units.length - 1) {
    value /= 1_000;
    at += 1;
  }
  return `${at === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[at] ?? 'B'}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `10:41:58` on the clock beside the operator. */
export function timeText(epochMs: number): string {
  const date = new Date(epochMs);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `11-23 10:41:58`. */
export function dayTimeText(epochMs: number): string {
  const date = new Date(epochMs);
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${timeText(epochMs)}`;
}

/** `2026-11-23 10:41:58.048`. */
export function exactTimeText(epochMs: number): string {
  const date = new Date(epochMs);
  return `${date.getFullYear()}-${dayTimeText(epochMs)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
