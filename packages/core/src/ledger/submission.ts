import type { CorrelationKey, DocumentId } from '../domain/document.js';
import type { ReceiptId } from '../domain/receipt.js';
import type { Durability, LedgerChange, LedgerDamage } from '../ports/ledger.js';

/** What the single writer can be asked for: the port's changes, and what only its own methods ask for. */
export type Change =
  | LedgerChange
  | Forgotten
  | { readonly type: 'forget-act'; readonly id: string }
  /** Skipped when its bytes are still kept. */
  | { readonly type: 'forget-receipt'; readonly id: ReceiptId }
  | { readonly type: 'damage'; readonly damage: LedgerDamage }
  | { readonly type: 'begin'; readonly atMs: number }
  | BookChange;

/** What is done to the book itself. */
export type BookChange =
  | Extract<LedgerChange, { readonly type: 'book' }>
  /** Ends the segment of a day that is over. */
  | { readonly type: 'seal-book' }
  /** Lets go of the bodies of one page. */
  | { readonly type: 'forget-page'; readonly key: string }
  /** The bodies of all days before this one are gone. */
  | { readonly type: 'forgot-book'; readonly before: string };

/** Skipped when the document is open. */
export interface Forgotten {
  readonly type: 'forget-document';
  readonly id: DocumentId;
  /** Keys that receipts taught. */
  readonly learned: readonly CorrelationKey[];
  /** Older documents that stay, by pointer key: what its pointers fall back to. */
  readonly heirs: ReadonlyMap<string, DocumentId>;
}

/** One call's changes on their way through the single writer; refused alone when they break the rules of the ledger. */
export class Submission {
  readonly changes: readonly Change[];
  readonly durability: Durability;
  #refusal: { readonly reason: unknown } | null = null;

  constructor(changes: readonly Change[], durability: Durability) {
    this.changes = changes;
    this.durability = durability;
  }

  get isRefused(): boolean {
    return this.#refusal !== null;
  }

  refuse(reason: unknown): void {
    this.#refusal = { reason };
  }

  rethrow(): void {
    if (this.#refusal !== null) throw this.#refusal.reason;
  }
}
