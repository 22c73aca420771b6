import type { DocumentRecord } from './document.js';
import { parseStamp } from './stamp.js';

/**
 * From when on the time is counted for which a filed document is kept. The stamp of its name is what the clock said then. Where that
 * clock was behind, its id is later: ids are minted in order, whatever the clock does. An id from later than now was minted behind
 * one of a clock that was ahead, and tells nothing.
 */
export function keptSinceMs({ id, stampMs }: Pick<DocumentRecord, 'id' | 'stampMs'>, nowMs: number): number {
  const mintedMs = parseStamp(id);
  return mintedMs === null || mintedMs > nowMs ? stampMs : Math.max(stampMs, mintedMs);
}
