import { useEffect, useState } from 'react';
import type { Store } from '../store.js';

/** Ten pictures a second are the most that a person can follow, and that a slow line carries. */
const FRAME_MS = 100;
/** Clocks and ages go on while nothing happens. */
const TICK_MS = 1_000;

/**
 * Renders when the store changed: at once after a pause, so that a key answers immediately, and at most ten times a second while
 * changes keep coming.
 */
export function useFrames(store: Store, tickMs: () => number): void {
  const [, render] = useState(0);
  useEffect(() => {
    let lastMs = Number.NEGATIVE_INFINITY;
    let waiting: NodeJS.Timeout | null = null;
    const draw = (): void => {
      waiting = null;
      lastMs = tickMs();
      render((count) => count + 1);
    };
    const onChange = (): void => {
      if (waiting !== null) return;
      const restMs = FRAME_MS - (tickMs() - lastMs);
      if (restMs <= 0) draw();
      else waiting = setTimeout(draw, restMs);
    };
    const unsubscribe = store.subscribe(onChange);
    const clock = setInterval(onChange, TICK_MS);
    return () => {
      unsubscribe();
      clearInterval(clock);
      if (waiting !== null) clearTimeout(waiting);
    };
  }, [store, tickMs]);
}
