import type { Clock } from '@swic/core';

export interface Patience {
  readonly clock: Clock;
  readonly limitMs: number;
}

const EACH_MS = 50;
/** A look at many files takes its time: it is not to be most of the machine's work. */
const REST_OF_LOOK = 4;

/** Looks until it is true, or until the limit has passed: then false. Rejects with `operation.aborted`. */
export async function waitUntil(
  isTrue: () => boolean | Promise<boolean>,
  { clock, limitMs }: Patience,
  signal: AbortSignal,
): Promise<boolean> {
  const startedMs = clock.tickMs();
  for (;;) {
    const lookMs = clock.tickMs();
    if (await isTrue()) return true;
    const nowMs = clock.tickMs();
    if (nowMs - startedMs > limitMs) return false;
    await clock.sleep(Math.max(EACH_MS, (nowMs - lookMs) * REST_OF_LOOK), signal);
  }
}
