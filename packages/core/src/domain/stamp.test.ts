import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDay, formatStamp, parseStamp } from './stamp.js';

test('a stamp is China time wherever the machine is', () => {
  expect(formatStamp(Date.UTC(2017, 9, 13, 2, 41, 58, 48), 17)).toBe('20171013104158048');
  expect(formatDay(Date.UTC(2026, 11, 31, 16, 0, 0))).toBe('20270101');
});

test('a stamp reads back to the instant it was made of, at every length', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(2100, 0) }), fc.integer({ min: 17, max: 26 }), (epochMs, digits) => {
      const stamp = formatStamp(epochMs, digits);
      expect(stamp).toHaveLength(digits);
      expect(parseStamp(stamp)).toBe(epochMs);
    }),
  );
});

test('what is not a date is not read as one', () => {
  expect(parseStamp('20231341000000')).toBeNull();
  expect(parseStamp('20230230000000')).toBeNull();
  expect(parseStamp('2023')).toBeNull();
});
