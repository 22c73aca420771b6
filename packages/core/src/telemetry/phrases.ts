import type { FlowName } from '../contract/events.js';
import type { FaultRecord } from '../contract/fault.js';
import { FAULTS } from '../contract/fault-table.js';
import type { Locale } from './log-rows/row.js';

const DIRECTIONS = { zh: { send: '发送', receive: '接收' }, en: { send: 'send', receive: 'receive' } } as const;

/** `DEC 发送`, `DEC send`. */
export function flowText(flow: FlowName, locale: Locale): string {
  return `${flow.business} ${DIRECTIONS[locale][flow.direction]}`;
}

/** What happened, the code to look it up by, and what the foreign side said, if it said anything. */
export function faultText(fault: FaultRecord, locale: Locale): string {
  const words = `${FAULTS[fault.code][locale].meaning} [${fault.code}]`;
  return fault.reason === null ? words : `${words}: ${fault.reason}`;
}

/** `85 ms`, `1.2 s`, `3 min`: as exact as a person wants it. */
export function durationText(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 120_000) return `${(durationMs / 1_000).toFixed(1)} s`;
  return `${Math.round(durationMs / 60_000)} min`;
}

/** `2026-11-23T02:00:00Z`: where the date itself is in question, with its zone. */
export function instantText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** `512.0 MB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let at = 0;
  while (value >= 1_000 && at < units.length - 1) {
    value /= 1_000;
    at += 1;
  }
  return `${at === 0 ? value : value.toFixed(1)} ${units[at] ?? 'B'}`;
}

/** `1,234`: the same in every locale of the machine. */
export function countText(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}
