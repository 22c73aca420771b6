import { Fault } from '@swic/core';
import type { Locale } from '../text/index.js';

/** `2026-11-23 10:41:58.048` in the machine's own time zone: what the operator's own clock shows. */
export function formatTime(epochMs: number): string {
  const date = new Date(epochMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** An ISO time, or how long ago: `30m`, `2h`, `7d`. Throws `command.usage`. */
export function parseSince(text: string, nowMs: number): number {
  const ago = /^(\d+)([smhd])$/.exec(text);
  const unitMs = ago === null ? undefined : UNIT_MS[ago[2] ?? ''];
  if (ago !== null && unitMs !== undefined) return nowMs - Number(ago[1]) * unitMs;
  const parsed = Date.parse(text);
  if (Number.isNaN(parsed))
    throw new Fault('command.usage', {
      option: '--since',
      value: text,
      zh: '--since 应为时间（如 2026-11-23T10:00）或多久之前（30m、2h、7d）',
      en: '--since is a time (2026-11-23T10:00) or how long ago (30m, 2h, 7d)',
    });
  return parsed;
}

/** `850 ms`, `12 s`, `7 min`, `3 h 20 min`, `2 d 4 h`: as exact as a person waits. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 120_000) return `${Math.round(durationMs / 1_000)} s`;
  const minutes = Math.floor(durationMs / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `3 分钟前`, `3 minutes ago`, `in 2 hours`: in the largest unit that fits. */
export function formatAgo(atMs: number, nowMs: number, locale: Locale): string {
  const pastMs = nowMs - atMs;
  const [unit, unitMs] = STEPS.find(([, ms]) => Math.abs(pastMs) >= ms) ?? (['second', 1_000] as const);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  // ICU writes 3分钟前 without a blank, which all other numbers have.
  // Without a negative zero, which would be "0 seconds ago" in one direction and "in 0 seconds" in the other.
  return words.format(-Math.trunc(pastMs / unitMs) || -0, unit).replace(/(\d)(?=\p{Script=Han})/u, '$1 ');
}
