import { expect, test } from 'vitest';
import { formatAgo } from './time-text.js';

const NOW_MS = 1_000_000_000_000;

test.each([
  [0, '0 秒钟前', '0 seconds ago'],
  [900, '0 秒钟前', '0 seconds ago'],
  [59_000, '59 秒钟前', '59 seconds ago'],
  [180_000, '3 分钟前', '3 minutes ago'],
  [7_300_000, '2 小时前', '2 hours ago'],
  [86_400_000 * 5, '5 天前', '5 days ago'],
  [-60_000, '1 分钟后', 'in 1 minute'],
])('%i ms ago', (agoMs, zh, en) => {
  expect([formatAgo(NOW_MS - agoMs, NOW_MS, 'zh'), formatAgo(NOW_MS - agoMs, NOW_MS, 'en')]).toEqual([zh, en]);
});
