import { expect, test } from 'vitest';
import {
  asProven,
  type ClockBelief,
  isBehind,
  isDoubted,
  judgeClock,
  proven,
  STEADY_MS_MIN,
  testimonyOf,
  toleranceMs,
} from './clock-belief.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = Date.UTC(2026, 10, 23, 4);
const TOLERANCE_MS = toleranceMs(7);

/** Runs for a time in steps of half a minute, the clock going along. */
function run(belief: ClockBelief, forMs: number, stepMs = 30_000): ClockBelief {
  let [now, next] = [belief.lastNowMs, belief];
  for (let at = 0; at < forMs; at += stepMs) {
    now += stepMs;
    next = judgeClock(next, { nowMs: now, elapsedMs: stepMs }, TOLERANCE_MS);
  }
  return next;
}

test('a weekend off is believed, a month is doubted', () => {
  const after = (gapMs: number): boolean =>
    isDoubted(judgeClock(proven(NOW_MS), { nowMs: NOW_MS + gapMs, elapsedMs: 0 }, TOLERANCE_MS));
  expect([0, HOUR_MS, 63 * HOUR_MS].map(after)).toEqual([false, false, false]);
  expect([4 * DAY_MS, 30 * DAY_MS, 3_650 * DAY_MS].map(after)).toEqual([true, true, true]);
});

test('what is kept for a day only is not removed by a clock that is a day ahead', () => {
  expect(toleranceMs(1)).toBe(DAY_MS / 2);
  expect(toleranceMs(7)).toBe(3 * DAY_MS);
});

test('a clock that jumps ahead while running is doubted, and believed again as soon as it comes back', () => {
  const running = run(proven(NOW_MS), HOUR_MS);
  expect(isDoubted(running)).toBe(false);
  const jumped = judgeClock(running, { nowMs: running.lastNowMs + 30 * DAY_MS, elapsedMs: 30_000 }, TOLERANCE_MS);
  expect(isDoubted(jumped)).toBe(true);
  const later = run(jumped, 3 * HOUR_MS);
  expect(later.believedMs).toBe(running.believedMs + 30_000 + 3 * HOUR_MS);
  const back = judgeClock(later, { nowMs: later.believedMs + 60_000, elapsedMs: 60_000 }, TOLERANCE_MS);
  expect(back).toEqual(proven(later.believedMs + 60_000));
});

test('a machine that was off for a month is believed after a day of steady running, over restarts too', () => {
  const started = judgeClock(proven(NOW_MS), { nowMs: NOW_MS + 30 * DAY_MS, elapsedMs: 0 }, TOLERANCE_MS);
  const half = run(started, STEADY_MS_MIN / 2);
  expect(isDoubted(half)).toBe(true);
  const again = judgeClock(half, { nowMs: half.lastNowMs + HOUR_MS, elapsedMs: 0 }, TOLERANCE_MS);
  expect(isDoubted(again)).toBe(true);
  expect(isDoubted(run(again, STEADY_MS_MIN / 2))).toBe(false);
});

test('a clock that jumps again has not run steadily', () => {
  const started = judgeClock(proven(NOW_MS), { nowMs: NOW_MS + 30 * DAY_MS, elapsedMs: 0 }, TOLERANCE_MS);
  const half = run(started, STEADY_MS_MIN / 2);
  const jumped = judgeClock(half, { nowMs: half.lastNowMs + 9 * DAY_MS, elapsedMs: 30_000 }, TOLERANCE_MS);
  expect(jumped.steadyMs).toBe(0);
});

test('a clock 400 days behind is doubted, does not move the belief back, and the right clock is believed at once', () => {
  const belief = judgeClock(proven(NOW_MS), { nowMs: NOW_MS - 400 * DAY_MS, elapsedMs: 0 }, TOLERANCE_MS);
  expect({ isDoubted: isDoubted(belief), isBehind: isBehind(belief) }).toEqual({ isDoubted: true, isBehind: true });
  const later = run(belief, 3 * HOUR_MS);
  expect(later.believedMs).toBe(NOW_MS + 3 * HOUR_MS);
  const rightMs = NOW_MS + 4 * HOUR_MS;
  expect(judgeClock(later, { nowMs: rightMs, elapsedMs: 0 }, TOLERANCE_MS)).toEqual(proven(rightMs));
});

test('a clock that is put back by a time zone is believed', () => {
  const nowMs = NOW_MS - 14 * HOUR_MS;
  expect(judgeClock(proven(NOW_MS), { nowMs, elapsedMs: 0 }, TOLERANCE_MS)).toEqual(proven(nowMs));
});

test('a fresh receipt proves the clock by the time that the platform wrote into it, an old one speaks against it', () => {
  const received = (ageMs: number | null): Parameters<typeof testimonyOf>[0][number] => ({
    receivedMs: NOW_MS,
    businessTimeMs: ageMs === null ? null : NOW_MS - ageMs,
  });
  expect(testimonyOf([])).toBe('silent');
  expect(testimonyOf([received(null)])).toBe('silent');
  expect(testimonyOf([received(30 * DAY_MS)])).toBe('contradicts');
  expect(testimonyOf([received(30 * DAY_MS), received(HOUR_MS)])).toBe('agrees');
});

test('a clock that is set ahead while running may have been behind before; one that starts ahead only where it was impossible', () => {
  const monthLater = (belief: ClockBelief, elapsedMs: number): number | null => {
    const nowMs = belief.believedMs + 30 * DAY_MS;
    const ahead = judgeClock(belief, { nowMs, elapsedMs }, TOLERANCE_MS);
    expect(isDoubted(ahead)).toBe(true);
    return run(ahead, STEADY_MS_MIN).setAheadMs === null ? null : 30;
  };
  expect(monthLater(proven(NOW_MS), 0)).toBeNull();
  expect(monthLater(proven(NOW_MS), 30_000)).toBe(30);
  expect(monthLater(proven(0), 0)).toBe(30);
});

test('a clock that was ahead for a while and came back was not behind before', () => {
  const ahead = judgeClock(proven(NOW_MS), { nowMs: NOW_MS + 30 * DAY_MS, elapsedMs: 30_000 }, TOLERANCE_MS);
  expect(judgeClock(ahead, { nowMs: NOW_MS + 60_000, elapsedMs: 30_000 }, TOLERANCE_MS).setAheadMs).toBeNull();
  expect(asProven(ahead).setAheadMs).toBe(NOW_MS + 30 * DAY_MS);
});
