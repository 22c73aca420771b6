import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Mint, mintAfter, mintId } from './ids.js';

test('ids grow strictly whatever the clock does, also over a restart', () => {
  const clock = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) });
  fc.assert(
    fc.property(
      fc.array(fc.record({ nowMs: clock, isRestart: fc.boolean() }), { minLength: 2, maxLength: 50 }),
      (steps) => {
        let mint: Mint = mintAfter(null);
        let last = '';
        for (const { nowMs, isRestart } of steps) {
          if (isRestart && last !== '') mint = mintAfter(last);
          const next = mintId(mint, nowMs);
          expect(next.id).toMatch(/^\d{22}$/);
          expect(next.id > last).toBe(true);
          mint = next.mint;
          last = next.id;
        }
      },
    ),
  );
});

test('a hundred thousand ids in one millisecond stay unique and sorted', () => {
  let mint: Mint = mintAfter(null);
  let last = '';
  for (let count = 0; count < 100_005; count += 1) {
    const next = mintId(mint, 1_764_000_000_000);
    expect(next.id > last).toBe(true);
    mint = next.mint;
    last = next.id;
  }
});
