import { expect, test } from 'vitest';
import { expiryOf } from './expiry.js';

const DAY_MS = 86_400_000;

test.each([
  [61, null],
  [60, 60],
  [31, 60],
  [30, 30],
  [8, 30],
  [7, 7],
  [1, 7],
  [0.5, 7],
  [0, 0],
  [-3, 0],
])('with %d days left the warning is %s', (days, warning) => {
  const now = Date.UTC(2027, 0, 15);
  expect(expiryOf(now + days * DAY_MS, now)).toEqual({ daysLeft: Math.floor(days), warning });
});
