import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attemptsBefore, paced, paceMs } from './pace.js';

test('no minute has more than twenty attempts, however many messages wait', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 120 }), (gaps) => {
      let nowMs = 0;
      let attempts: readonly number[] = [];
      const all: number[] = [];
      for (const gap of gaps) {
        nowMs += gap;
        nowMs += paceMs(attempts, 20, nowMs);
        attempts = paced(attempts, nowMs);
        all.push(nowMs);
      }
      for (const [index, ms] of all.entries())
        if (index >= 20) expect(ms - (all[index - 20] ?? 0)).toBeGreaterThanOrEqual(60_000);
    }),
  );
});

test('a start within a minute of the last delivery waits until that minute is over', () => {
  expect(paceMs(attemptsBefore(20_000, 20, 1_000_000), 20, 1_000_000)).toBe(40_000);
  expect(paceMs(attemptsBefore(60_000, 20, 1_000_000), 20, 1_000_000)).toBe(0);
  // The clock was set back.
  expect(paceMs(attemptsBefore(-5_000, 20, 1_000_000), 20, 1_000_000)).toBe(0);
});
