import { expect, test } from 'vitest';
import { waitText } from './numbers.js';

test.each([
  [45_000, '45 s', '45 秒'],
  [119_000, '119 s', '119 秒'],
  [600_000, '10 min', '10 分'],
  [5_400_000, '1 h 30 min', '1 时 30 分'],
  [86_400_000, '24 h', '24 时'],
  [187_200_000, '2 d 4 h', '2 天 4 时'],
  [518_400_000, '6 d', '6 天'],
])('a wait of %i ms is said in two units at most: %s', (waitMs, en, zh) => {
  expect(waitText(waitMs, 'en')).toBe(en);
  expect(waitText(waitMs, 'zh')).toBe(zh);
});
