import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWithinDaySpan, type WorkingHours, workingMsBetween } from './working-time.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** China time. */
const at = (day: string, hour: number): number => Date.parse(`${day}T00:00:00+08:00`) + hour * HOUR_MS;

const HOURS: WorkingHours = {
  days: [1, 2, 3, 4, 5],
  fromMinute: 9 * 60,
  toMinute: 18 * 60,
  holidays: new Set(['20261001']),
  workdays: new Set(['20261010']),
};

test.each([
  ['within a day', at('2026-11-23', 10), at('2026-11-23', 12), 2],
  ['from before work to after it', at('2026-11-23', 1), at('2026-11-23', 23), 9],
  ['over a night', at('2026-11-23', 17), at('2026-11-24', 10), 2],
  ['over a weekend', at('2026-11-27', 17), at('2026-11-30', 10), 2],
  ['a holiday in the week', at('2026-10-01', 0), at('2026-10-02', 0), 0],
  ['a Saturday that is worked', at('2026-10-10', 0), at('2026-10-11', 0), 9],
  ['backwards', at('2026-11-24', 10), at('2026-11-23', 10), 0],
])('%s', (_, fromMs, toMs, hours) => {
  expect(workingMsBetween(HOURS, fromMs, toMs) / HOUR_MS).toBe(hours);
});

test('working time of two spans that touch is that of the whole, and never more than the time itself', () => {
  const moment = fc.integer({ min: at('2026-09-20', 0), max: at('2026-10-20', 0) });
  fc.assert(
    fc.property(moment, moment, moment, (one, two, three) => {
      const [from, middle, to] = [one, two, three].sort((a, b) => a - b) as [number, number, number];
      const whole = workingMsBetween(HOURS, from, to);
      expect(workingMsBetween(HOURS, from, middle) + workingMsBetween(HOURS, middle, to)).toBe(whole);
      expect(whole).toBeLessThanOrEqual(to - from);
    }),
  );
});

test.each([
  ['an evening shift', at('2026-11-23', 20), at('2026-11-23', 28), 8],
  ['its second half, on the next day', at('2026-11-24', 0), at('2026-11-24', 3), 3],
  ['the rest of a Friday, on Saturday', at('2026-11-28', 0), at('2026-11-29', 0), 4],
  ['between two shifts', at('2026-11-24', 5), at('2026-11-24', 19), 0],
])('a firm that works from 20:00 to 04:00: %s', (_, fromMs, toMs, hours) => {
  const shift = { ...HOURS, fromMinute: 20 * 60, toMinute: 4 * 60 };
  expect(workingMsBetween(shift, fromMs, toMs) / HOUR_MS).toBe(hours);
});

test('a firm that works around the clock has whole days', () => {
  const always = { ...HOURS, days: [1, 2, 3, 4, 5, 6, 7], holidays: new Set<string>(), fromMinute: 0, toMinute: 0 };
  expect(workingMsBetween(always, at('2026-11-23', 5), at('2026-11-29', 5)) / HOUR_MS).toBe(144);
});

test('a clock that jumped by years costs no more than sixty days of looking', () => {
  expect(workingMsBetween(HOURS, 0, at('2026-11-23', 10))).toBeLessThanOrEqual(60 * DAY_MS);
});

test.each([
  [22, 7, 23, true],
  [22, 7, 3, true],
  [22, 7, 7, false],
  [22, 7, 12, false],
  [12, 14, 13, true],
  [12, 14, 14, false],
])('from %i to %i, at %i it is quiet: %s', (from, to, hour, isQuiet) => {
  expect(isWithinDaySpan({ fromMinute: from * 60, toMinute: to * 60 }, at('2026-11-23', hour))).toBe(isQuiet);
});
