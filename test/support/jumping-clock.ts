import type { Clock } from '../../packages/core/src/ports/clock.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';

/** A clock that a test can put forward. Its sleepers look at it every few milliseconds, so a jump is noticed at once. */
export interface JumpingClock extends Clock {
  jump(ms: number): void;
  /** How many sleeps have ended: loops that pace themselves by the clock have gone round as often. */
  readonly naps: number;
}

const NAP_MS = 5;

export function createJumpingClock(): JumpingClock {
  let aheadMs = 0;
  let naps = 0;
  return {
    nowMs: () => systemClock.nowMs() + aheadMs,
    tickMs: () => systemClock.tickMs() + aheadMs,
    random: () => systemClock.random(),
    async sleep(delayMs, signal) {
      await systemClock.sleep(Math.min(delayMs, NAP_MS), signal);
      naps += 1;
    },
    jump(ms) {
      aheadMs += ms;
    },
    get naps() {
      return naps;
    },
  };
}
