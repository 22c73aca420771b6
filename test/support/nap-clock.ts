import type { Clock } from '../../packages/core/src/ports/clock.js';

/** A clock whose naps the test counts out: each lasts until `pass` ends it, and takes the time that was asked for. */
export function createNapClock(): { readonly clock: Clock; pass(naps: number): Promise<void> } {
  let nowMs = 1_000_000;
  let wake: () => void = () => undefined;
  const clock: Clock = {
    nowMs: () => nowMs,
    tickMs: () => nowMs,
    random: () => 0.5,
    sleep: (delayMs) =>
      new Promise((resolve) => {
        wake = () => {
          nowMs += delayMs;
          resolve();
        };
      }),
  };
  const pass = async (naps: number): Promise<void> => {
    for (let nap = 0; nap < naps; nap += 1) {
      wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { clock, pass };
}
