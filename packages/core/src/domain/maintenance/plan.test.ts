import { expect, test } from 'vitest';
import { edgeOf } from './edge.js';
import {
  lastWindow,
  type MaintenancePlan,
  maintenanceSpans,
  msOutside,
  nextWindow,
  openWindows,
  type WeeklyWindow,
} from './plan.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** China time; 2026-11-28 is a Saturday. */
const at = (text: string): number => Date.parse(`${text}:00+08:00`);
const weekly = (change: Partial<WeeklyWindow> = {}): WeeklyWindow => ({
  name: 'night',
  stopsSending: true,
  days: [6],
  fromMinute: 22 * 60,
  toMinute: 6 * 60,
  ...change,
});
const NIGHT: MaintenancePlan = { weekly: [weekly()], dated: [] };
const names = (plan: MaintenancePlan, text: string): readonly string[] =>
  openWindows(plan, at(text)).map(({ name }) => name);

test.each([
  ['2026-11-28T21:59', []],
  ['2026-11-28T22:00', ['night']],
  ['2026-11-29T05:59', ['night']],
  ['2026-11-29T06:00', []],
  ['2026-11-27T23:00', []],
])('a weekly window begins on its day in China and goes over midnight: %s', (text, open) => {
  expect(names(NIGHT, text)).toEqual(open);
});

test('a window of one day of the week does not move with the time zone of the machine', () => {
  const early = { weekly: [weekly({ days: [7], fromMinute: 0, toMinute: 60 })], dated: [] };
  // Sunday in China, Saturday in UTC.
  expect(names(early, '2026-11-29T00:30')).toEqual(['night']);
  expect(names(early, '2026-11-30T00:30')).toEqual([]);
});

test('the next one and the last one are found, also across weeks and among dates', () => {
  const dated = { name: 'once', stopsSending: true, fromMs: at('2026-12-01T09:00'), toMs: at('2026-12-01T10:00') };
  const plan = { ...NIGHT, dated: [dated] };
  expect(nextWindow(plan, at('2026-11-28T21:00'))?.fromMs).toBe(at('2026-11-28T22:00'));
  expect(nextWindow(plan, at('2026-11-28T22:00'))).toBe(dated);
  expect(nextWindow(plan, at('2026-12-01T09:30'))?.fromMs).toBe(at('2026-12-05T22:00'));
  expect(nextWindow({ weekly: [], dated: [dated] }, at('2026-12-02T09:30'))).toBeNull();
  expect(lastWindow(plan, at('2026-12-01T10:00'))).toBe(dated);
  expect(lastWindow(plan, at('2026-12-01T09:59'))?.toMs).toBe(at('2026-11-29T06:00'));
  expect(lastWindow({ weekly: [], dated: [dated] }, at('2026-12-01T09:59'))).toBeNull();
});

test('spans of windows that overlap are counted once', () => {
  const dated = { name: 'once', stopsSending: false, fromMs: at('2026-11-28T20:00'), toMs: at('2026-11-28T23:00') };
  const plan = { ...NIGHT, dated: [dated] };
  const [fromMs, toMs] = [at('2026-11-28T12:00'), at('2026-11-29T12:00')];
  expect(maintenanceSpans(plan, fromMs, toMs)).toEqual([[at('2026-11-28T20:00'), at('2026-11-29T06:00')]]);
  expect(msOutside(plan, fromMs, toMs)).toBe(14 * HOUR_MS);
  expect(msOutside(plan, at('2026-11-28T23:00'), at('2026-11-29T01:00'))).toBe(0);
  expect(msOutside({ weekly: [], dated: [] }, fromMs, toMs)).toBe(24 * HOUR_MS);
});

test('a time of years ago is asked of the last sixty days', () => {
  const nowMs = at('2026-11-28T12:00');
  expect(msOutside(NIGHT, 0, nowMs)).toBe(nowMs - 8 * 8 * HOUR_MS);
});

test('the edge of a window reaches ten minutes to both sides', () => {
  const [window] = openWindows(NIGHT, at('2026-11-28T23:00'));
  const edge = (text: string): unknown => edgeOf(at(text), window === undefined ? [] : [window])?.began ?? null;
  expect(
    ['2026-11-28T21:49', '2026-11-28T21:50', '2026-11-28T22:00', '2026-11-29T06:00', '2026-11-29T06:10'].map(edge),
  ).toEqual([null, 'before', 'within', 'after', 'after']);
  expect(edge('2026-11-29T06:11')).toBeNull();
});
