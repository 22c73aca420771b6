import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Smaller buffers are reclaimed well enough by V8 itself. */
const LARGE_BYTES = 1024 * 1024;
/** Of large buffers that are no longer used, before the next collection. */
const UNUSED_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Returns what is told of each buffer that is no longer used. Large ones are given back to the system soon: V8 collects when its
 * own heap needs it, and a buffer of 60 MB is outside of that heap, so those of the next document would come on top. A collection
 * costs some 30 ms.
 */
export function createReclaimer(): (bytes: number) => void {
  let unusedBytes = 0;
  return (bytes) => {
    if (bytes < LARGE_BYTES) return;
    unusedBytes += bytes;
    if (unusedBytes < UNUSED_BYTES_MAX) return;
    unusedBytes = 0;
    // The caller that has just released it still refers to it in this turn.
    setImmediate(reclaim);
  };
}

let collect: (() => void) | null = null;

/** Collects now; for the moment before something large is begun. */
export function reclaim(): void {
  collect ??= findCollector();
  collect();
}

/** Node names the collector only where a flag asks for it; without one nothing is collected early, and nothing else changes. */
function findCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('globalThis.gc');
  return typeof found === 'function' ? () => void found() : () => undefined;
}
