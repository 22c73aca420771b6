import { Fault } from '@swic/core/contract';
import type { DeskClock } from '@swic/desk';

/** The one clock of the page. */
export const browserClock: DeskClock = {
  nowMs: () => Date.now(),
  tickMs: () => performance.now(),
  sleep: (delayMs, signal) =>
    new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        if (signal.aborted) reject(new Fault('operation.aborted'));
        else resolve();
      };
      const timer = setTimeout(end, delayMs);
      signal.addEventListener('abort', end, { once: true });
    }),
};

/** Calls back again and again while the page is looked at; returns how to end it. */
export function everySecond(work: () => void): () => void {
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') work();
  }, 1_000);
  return () => clearInterval(timer);
}

/** Calls back once nothing was typed for a moment; returns how to call it off. */
export function afterTyping(work: () => void): () => void {
  const timer = setTimeout(work, 150);
  return () => clearTimeout(timer);
}
