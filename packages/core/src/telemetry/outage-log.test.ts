import { expect, test } from 'vitest';
import { outageText } from '../contract/outages.js';
import { OutageLog } from './outage-log.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

test('a broker that both directions lose is one outage, until both have it again', () => {
  const log = new OutageLog();
  expect(log.history(0)).toBeNull();
  log.isAway('send', 'transport.closed', 0);
  log.isAway('receive', 'transport.closed', 5);
  log.isAway('send', 'transport.unreachable', 10);
  log.isBack('send', MINUTE_MS);
  expect(log.history(MINUTE_MS)).toEqual({ count: 1, sinceMs: 0, endedMs: null, code: 'transport.unreachable' });
  log.isBack('receive', 6 * MINUTE_MS);
  log.isBack('receive', 7 * MINUTE_MS);
  expect(log.history(8 * MINUTE_MS)).toMatchObject({ count: 1, endedMs: 6 * MINUTE_MS });
});

test('what is over for a day is forgotten, and a broker that flickers does not fill the memory', () => {
  const log = new OutageLog();
  for (let at = 0; at < 3_000; at += 1) {
    log.isAway('send', 'transport.closed', at);
    log.isBack('send', at);
  }
  expect(log.history(DAY_MS)?.count).toBe(1_000);
  expect(log.history(DAY_MS + 3_000)).toBeNull();
});

test.each([
  ['zh', 6 * MINUTE_MS, '不可达 3 次，最近 14:02 起 6 分钟'],
  ['zh', null, '不可达 3 次，最近 14:02 起，已 1 小时 1 分钟'],
  ['en', 12_000, 'unreachable 3 times, last from 14:02 for 12 s'],
  ['en', null, 'unreachable 3 times, last from 14:02 on, for 1 h 1 min'],
] as const)('the history is told in plain words (%s, %s)', (locale, endedMs, words) => {
  const history = { count: 3, sinceMs: 0, endedMs, code: 'transport.unreachable' } as const;
  expect(outageText(history, { nowMs: 61 * MINUTE_MS, timeText: () => '14:02', locale })).toBe(words);
});
