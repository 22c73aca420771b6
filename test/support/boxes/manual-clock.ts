import { Fault } from '../../../packages/core/src/contract/fault.js';
import type { Clock } from '../../../packages/core/src/ports/clock.js';

/** A clock that waits until it is told. Sleeping takes one turn of the event loop and no time. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
}

export function createManualClock(startMs: number = Date.UTC(2026, 10, 23, 2, 41, 58, 48)): ManualClock {
  let elapsedMs = 0;
  return {
    nowMs: () => startMs + elapsedMs,
    tickMs: () => elapsedMs,
    random: () => 0.5,
    async sleep(_delayMs, signal) {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) throw new Fault('operation.aborted');
    },
    advance(ms) {
      elapsedMs += ms;
    },
  };
}
