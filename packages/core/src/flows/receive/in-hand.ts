import type { ReceiptRecord } from '../../domain/receipt.js';
import type { LedgerReader } from '../../ports/ledger.js';

/** A receipt in one hand; two objects are two hands. */
export interface Held {
  readonly record: ReceiptRecord;
}

/**
 * Receipts on their way into an InBox, each in one hand at a time: the line that received it, or the deposit of what was kept.
 * What is in another's hand is left to that one. The second of two deposits would find its file in InBox and keep to it,
 * unless the firm's own system had just taken that away: then the receipt would be there twice.
 */
export class InHand {
  readonly #held = new Map<string, Held>();

  /** The receipt with this fingerprint that is on its way. */
  find(fingerprint: string): ReceiptRecord | null {
    return this.#held.get(fingerprint)?.record ?? null;
  }

  /** False when it is in another's hand. */
  take(held: Held): boolean {
    if (this.#held.has(held.record.fingerprint)) return false;
    this.#held.set(held.record.fingerprint, held);
    return true;
  }

  /** Does nothing when it is not in this hand, or no longer. */
  release(held: Held): void {
    const { fingerprint } = held.record;
    if (this.#held.get(fingerprint) === held) this.#held.delete(fingerprint);
  }
}

/**
 * Takes what the ledger keeps. False when it is in another's hand, or was until a moment ago: then it may have been deposited since
 * it was looked up.
 */
export async function takeKept(inHand: InHand, ledger: LedgerReader, held: Held): Promise<boolean> {
  if (!inHand.take(held)) return false;
  let isAsBefore = false;
  try {
    const now = await ledger.findReceipt(held.record.id);
    isAsBefore = now?.depositedMs === held.record.depositedMs;
    return isAsBefore;
  } finally {
    if (!isAsBefore) inHand.release(held);
  }
}
