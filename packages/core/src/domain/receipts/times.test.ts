import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatBusinessTime, parseBusinessTime } from './times.js';

const at = Date.UTC(2025, 0, 1, 0, 30, 59);

test.each([
  ['2025-01-01T08:30:59', at],
  ['2025-01-01 08:30:59', at],
  ['20250101083059', at],
  ['20250101083059123', at + 123],
  ['20250101T08305912', at + 120],
  ['2025-01-01T08:30:59.5', at + 500],
  ['2025-01-01T00:30:59Z', at],
  ['2025-01-01T09:30:59+09:00', at],
  ['20250101', Date.UTC(2024, 11, 31, 16)],
  ['2025-01-01', Date.UTC(2024, 11, 31, 16)],
])('%s is read as China time unless it says otherwise', (text, expected) => {
  expect(parseBusinessTime(text)).toBe(expected);
});

test.each(['', 'yesterday', '2025-13-01', '2025-02-30T00:00:00', '20250101250000', '99'])('%s is no time', (text) => {
  expect(parseBusinessTime(text)).toBeNull();
});

test('a formatted time is read again', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2100, 0, 1) }), (ms) => {
      expect(parseBusinessTime(formatBusinessTime(ms))).toBe(ms);
    }),
  );
});

test('any text is read or refused without an exception', () => {
  fc.assert(
    fc.property(fc.string(), (text) => parseBusinessTime(text) === null || Number.isFinite(parseBusinessTime(text))),
  );
});
