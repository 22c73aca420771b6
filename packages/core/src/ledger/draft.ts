import type { BookBody } from '../domain/book/entry.js';
import type { DocumentId, DocumentRecord } from '../domain/document.js';
import type { ReceiptId, ReceiptRecord } from '../domain/receipt.js';
import { fingerprintOfBytes, firstOf, numberOf } from '../domain/receipts/fingerprint.js';
import type { BookHead } from './book/chain.js';
import { fingerprintKey } from './keys.js';
import type { Step } from './operations.js';
import type { StandingTally } from './standing-counts.js';
import type { Operation, ReadStore } from './store.js';

/** One batch: what to write, and what it means for the memory once it is written. */
export interface Plan {
  readonly number: number;
  readonly operations: Operation[];
  readonly documents: ReadonlyMap<DocumentId, Step<DocumentRecord>>;
  readonly receipts: ReadonlyMap<ReceiptId, Step<ReceiptRecord>>;
  readonly counts: ReadonlyMap<string, number>;
  readonly standings: ReadonlyMap<string, StandingTally>;
  readonly reversals: readonly Operation[];
  /** Where the book is behind this batch. */
  readonly book: BookHead;
}

/** A record of the store: as it was first written, and as it is. */
export interface Known<R> {
  readonly first: R;
  readonly now: R;
}

export interface Draft {
  readonly documents: Map<DocumentId, Step<DocumentRecord>>;
  readonly receipts: Map<ReceiptId, Step<ReceiptRecord>>;
  /** Keys that are no record and no count, in order. */
  readonly others: Operation[];
  /** What `others` that carry a meaning of their own were before. */
  readonly reversals: Operation[];
  /** Pointer -> what it says after this batch. */
  readonly pointers: Map<string, string>;
  /** What the book is told beside the steps of records. */
  readonly told: BookBody[];
  /** The day before is sealed, whether or not anything else is written. */
  isSealing: boolean;
}

export function newDraft(): Draft {
  return {
    documents: new Map(),
    receipts: new Map(),
    others: [],
    reversals: [],
    pointers: new Map(),
    told: [],
    isSealing: false,
  };
}

export function add(deltas: Map<string, number>, key: string, delta: number): void {
  deltas.set(key, (deltas.get(key) ?? 0) + delta);
}

/**
 * With the second receipt of the same bytes, the first is found by a key of its own; `before` is where their fingerprint led in the
 * store. Nothing for any other.
 */
export function keepingFirst(fingerprint: string, { receipts }: Draft, before: string | null): readonly Operation[] {
  if (numberOf(fingerprint) !== 1) return [];
  const bytes = fingerprintOfBytes(fingerprint);
  const first = [...receipts.values()].find(({ after }) => after !== null && after.fingerprint === bytes)?.after?.id;
  const id = first ?? before;
  return id === null ? [] : [{ key: fingerprintKey(firstOf(fingerprint)), value: id }];
}

/** That key goes with the first receipt. */
export function leavingFirst({ id, fingerprint }: ReceiptRecord, store: ReadStore): readonly Operation[] {
  const key = fingerprintKey(firstOf(fingerprint));
  return store.find(key) === id ? [{ key, value: null }] : [];
}
