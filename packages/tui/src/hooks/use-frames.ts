import { useEffect, useState } from 'react';
import type { Store } from '../store.js';

/** Ten pictures a second are the most that a person can follow, and that a slow line carries. */
const FRAME_MS = 100;
/** What comes in one go (lines and numbers of the same moment, a pasted word) becomes one picture. Too short to be felt. */
const TOGETHER_MS = 15;
/** Clocks and ages go on while nothing happens. */
const TICK_MS = 1_000;
/** Where only ages grow, a new picture every other second is enough; a countdown goes on every second. */
const CALM_MS = 1_500;

/** For a screen reader: what comes by itself waits, an answer to a key does not. */
export interface Calm {
  readonly everyMs: number;
  readonly pressedMs: { readonly current: number };
}

/** How long after a key what changes is taken for its answer. */
const ANSWER_MS = 1_000;

/**
 * Renders when the store changed: right after a pause, so that a key answers immediately, and at most ten times a second while
 * changes keep coming.
 */
export function useFrames(store: Store, tickMs: () => number, calm: Calm | null): void {
  const [, render] = useState(0);
  useEffect(() => {
    let lastMs = Number.NEGATIVE_INFINITY;
    let waiting: NodeJS.Timeout | null = null;
    let dueMs = 0;
    const frameMs = (): number =>
      calm === null || tickMs() - calm.pressedMs.current < ANSWER_MS ? FRAME_MS : calm.everyMs;
    const draw = (): void => {
      waiting = null;
      lastMs = tickMs();
      render((count) => count + 1);
    };
    const onChange = (): void => {
      const nextMs = Math.max(tickMs() + TOGETHER_MS, lastMs + frameMs());
      // A picture is on its way and early enough. What was to wait for long gives way to the answer to a key.
      if (waiting !== null && dueMs <= nextMs) return;
      if (waiting !== null) clearTimeout(waiting);
      dueMs = nextMs;
      waiting = setTimeout(draw, nextMs - tickMs());
    };
    const unsubscribe = store.subscribe(onChange);
    const clock = setInterval(() => {
      const isCounting = store.get().snapshot?.transport.state === 'retrying' || store.get().link.kind !== 'live';
      if (isCounting || tickMs() - lastMs > CALM_MS) onChange();
    }, TICK_MS);
    return () => {
      unsubscribe();
      clearInterval(clock);
      if (waiting !== null) clearTimeout(waiting);
    };
  }, [store, tickMs, calm]);
}
