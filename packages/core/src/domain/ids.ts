import type { DocumentId } from './document.js';
import type { ReceiptId } from './receipt.js';
import { formatStamp } from './stamp.js';

/** The state of an id mint: the last 17-digit time and the counter within it. */
export interface Mint {
  readonly stamp: string;
  readonly counter: number;
}

const COUNTER_MAX = 99_999;

/** A mint that continues after the latest id the ledger knows, so that a clock set back cannot repeat an id. */
export function mintAfter(latestId: string | null): Mint {
  if (latestId === null) return { stamp: '', counter: 0 };
  return { stamp: latestId.slice(0, 17), counter: Number(latestId.slice(17)) };
}

/** The next id: never equal to and always greater than every id minted before, whatever `nowMs` says. */
export function mintId(mint: Mint, nowMs: number): { readonly mint: Mint; readonly id: string } {
  const now = formatStamp(nowMs, 17);
  const next = nextMint(mint, now);
  return { mint: next, id: next.stamp + String(next.counter).padStart(5, '0') };
}

function nextMint(mint: Mint, now: string): Mint {
  if (now > mint.stamp) return { stamp: now, counter: 1 };
  if (mint.counter < COUNTER_MAX) return { stamp: mint.stamp, counter: mint.counter + 1 };
  // More than 99,999 ids in one stamp, or a clock far back: go on in the number line, ids stay unique and sorted.
  return { stamp: String(BigInt(mint.stamp) + 1n).padStart(17, '0'), counter: 1 };
}

export const asDocumentId = (id: string): DocumentId => id as DocumentId;
export const asReceiptId = (id: string): ReceiptId => id as ReceiptId;
