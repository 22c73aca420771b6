import { Fault } from '../../../packages/core/src/contract/fault.js';
import type { Clock } from '../../../packages/core/src/ports/clock.js';

/** A clock that waits until it is told to go on. */
export class TestClock implements Clock {
  #nowMs: number;
  readonly #sleeping = new Set<{ readonly untilMs: number; readonly wake: () => void }>();

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  nowMs = (): number => this.#nowMs;
  tickMs = (): number => this.#nowMs;
  random = (): number => 0.5;

  sleep = (delayMs: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new Fault('operation.aborted'));
      const onAbort = (): void => reject(new Fault('operation.aborted'));
      const sleeper = {
        untilMs: this.#nowMs + delayMs,
        wake: (): void => {
          this.#sleeping.delete(sleeper);
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#sleeping.add(sleeper);
    });

  /** Moves on, and lets what was woken run. */
  async advance(byMs: number): Promise<void> {
    this.#nowMs += byMs;
    for (const sleeper of [...this.#sleeping]) if (sleeper.untilMs <= this.#nowMs) sleeper.wake();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
