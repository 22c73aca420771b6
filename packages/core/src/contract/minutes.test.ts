import { expect, test } from 'vitest';
import { parseMinutes } from './minutes.js';

test.each([
  ['0m', 0],
  ['30m', 30],
  ['2h', 120],
  ['1d', 1_440],
  ['365d', 525_600],
])('%s are %d minutes', (text, minutes) => {
  expect(parseMinutes(text)).toBe(minutes);
});

test.each(['', '30', 'm', '-1m', '1.5h', '2 h', '2h30m', '366d', '1e9m', '2H'])('"%s" is no time', (text) => {
  expect(parseMinutes(text)).toBeNull();
});
