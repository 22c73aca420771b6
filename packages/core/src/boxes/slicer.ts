import type { Clock } from '../ports/clock.js';

/** Heartbeats, confirms and the control socket share this thread: none of them waits longer than about this for us. */
const SLICE_MS = 8;

/** Cuts long synchronous work into slices: `if (slicer.isOver()) await slicer.rest(signal)` wherever a stop is possible. */
export interface Slicer {
  /** True when this slice has lasted long enough. */
  isOver(): boolean;
  /** Lets other work run; rejects with `operation.aborted`. */
  rest(signal: AbortSignal): Promise<void>;
  /** Time worked so far, without the rests. */
  busyMs(): number;
}

export function createSlicer(clock: Clock): Slicer {
  let startMs = clock.tickMs();
  let workedMs = 0;
  return {
    isOver: () => clock.tickMs() - startMs >= SLICE_MS,
    async rest(signal) {
      workedMs += clock.tickMs() - startMs;
      await clock.sleep(0, signal);
      startMs = clock.tickMs();
    },
    busyMs: () => workedMs + clock.tickMs() - startMs,
  };
}
