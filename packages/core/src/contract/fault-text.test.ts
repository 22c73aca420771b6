import { expect, test } from 'vitest';
import { Fault } from './fault.js';
import { faultSentences } from './fault-text.js';

test('a fact that is an instant is said as a time and not in milliseconds', () => {
  const sinceMs = new Date(2026, 10, 30, 9, 5, 7).getTime();
  const fault = new Fault('instance.outbox-leased', { path: '/a', sinceMs }).toRecord();
  expect(faultSentences(fault, 'zh').facts).toContain('开始时间：2026-11-30 09:05:07');
  expect(faultSentences(fault, 'en').facts).toContain('since=2026-11-30 09:05:07');
  const limit = new Fault('command.failed', { limitMs: 10_000 }).toRecord();
  expect(faultSentences(limit, 'en').facts).toEqual(['limitMs=10000']);
});
