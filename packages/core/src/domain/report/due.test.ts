import { expect, test } from 'vitest';
import { latestDue, standingOfReport } from './due.js';

const at = (chinaTime: string): number => Date.parse(`${chinaTime}+08:00`);
const EVENING = { atMinute: 18 * 60, about: 'today' } as const;

test.each([
  ['2026-12-05T17:59', '20261204', true],
  ['2026-12-05T18:00', '20261205', false],
  ['2026-12-05T18:10', '20261205', false],
  ['2026-12-05T18:11', '20261205', true],
  ['2026-12-06T00:00', '20261205', true],
  ['2026-12-01T01:00', '20261130', true],
])('at %s the report of %s is the latest, late: %s', (now, day, isLate) => {
  expect(latestDue(EVENING, at(now))).toEqual({ dueDay: day, day, isLate });
});

test('a report in the morning about the day before is that of a day that is over', () => {
  const morning = { atMinute: 7 * 60 + 30, about: 'yesterday' } as const;
  expect(latestDue(morning, at('2026-12-01T07:30'))).toEqual({ dueDay: '20261201', day: '20261130', isLate: false });
  expect(latestDue(morning, at('2026-12-01T07:29'))).toMatchObject({ dueDay: '20261130', day: '20261129' });
});

test.each([
  [null, 'unknown'],
  ['20261203', 'due'],
  ['20261204', 'due'],
  ['20261205', 'made'],
  // The clock was set back over midnight.
  ['20261206', 'made'],
  ['20261207', 'unknown'],
])('after the one of %s the one of 20261205 is %s', (madeDay, standing) => {
  expect(standingOfReport(madeDay, '20261205', at('2026-12-05T23:30'))).toBe(standing);
});

test('a clock that was years ahead for an hour does not end the reports', () => {
  expect(standingOfReport('20310101', '20261205', at('2026-12-05T18:00'))).toBe('unknown');
});
