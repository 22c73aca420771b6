import { type Mint, mintAfter, mintId } from '../../domain/ids.js';
import type { Clock } from '../../ports/clock.js';

/** Ids of documents and receipts from one number line: unique, ever growing, also over restarts and a clock set back. */
export function createMint(latestId: string | null, clock: Clock): () => string {
  let mint: Mint = mintAfter(latestId);
  return () => {
    const next = mintId(mint, clock.nowMs());
    mint = next.mint;
    return next.id;
  };
}
