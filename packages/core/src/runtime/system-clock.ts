import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';

/** The one real clock. Everything else gets it as a parameter. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  tickMs: () => performance.now(),
  random: () => Math.random(),
  async sleep(delayMs, signal) {
    try {
      await delay(Math.max(0, delayMs), undefined, { signal });
    } catch (reason) {
      throw Fault.from(reason, 'operation.aborted');
    }
  },
};
