import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextDelayMs } from './backoff.js';

test('a wait is never shorter than the base nor longer than the cap, and grows at most threefold', () => {
  const policy = { baseMs: 100, maxMs: 30_000 };
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60_000 }),
      fc.double({ min: 0, max: 0.999999, noNaN: true }),
      (lastMs, random) => {
        const delayMs = nextDelayMs(policy, lastMs, random);
        expect(delayMs).toBeGreaterThanOrEqual(policy.baseMs);
        expect(delayMs).toBeLessThanOrEqual(policy.maxMs);
        expect(delayMs).toBeLessThanOrEqual(Math.max(policy.baseMs, lastMs * 3));
      },
    ),
  );
});

test('the first wait is the base', () => {
  expect(nextDelayMs({ baseMs: 250, maxMs: 1_000 }, 0, 0.9)).toBe(250);
});
