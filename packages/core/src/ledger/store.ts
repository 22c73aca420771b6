import type { KeyRange } from './keys.js';

/**
 * One key of a batch; null deletes it. Bytes belong to the caller and must not change until the batch is written; they are read with
 * `findBytes`, and `find` tells only that they are there.
 */
export interface Operation {
  readonly key: string;
  readonly value: string | Uint8Array | null;
}

/**
 * What queries read from. Point reads are synchronous: from memory they cost 2-4 microseconds of the main thread, an asynchronous
 * one 12-30 (measured), and the keys of the hot path are recent, so they are in memory.
 */
export interface ReadStore extends AsyncDisposable {
  find(key: string): string | null;
  /** Throws `ledger.broken` when they are not what was written. */
  findBytes(key: string): Uint8Array | null;
  /** In slices of at most `slice` keys; a consistent view of the moment it began. */
  keys(range: KeyRange, order: Order, slice: number): AsyncIterable<readonly string[]>;
  entries(
    range: KeyRange,
    order: Order,
    slice: number,
  ): AsyncIterable<readonly (readonly [key: string, value: string])[]>;
}

/** The one that the single writer writes to. */
export interface WriteStore extends ReadStore {
  /**
   * All or nothing. With `isSynced` it resolves after an fsync, otherwise when the operating system has it. After a rejection
   * the store is failed; whether the batch will be there after `heal` is not known.
   */
  write(operations: readonly Operation[], isSynced: boolean): Promise<void>;
  /** Resolves with true when the store had failed and is sound again, false when it was sound; rejects while it cannot be. */
  heal(): Promise<boolean>;
  /** Throws `ledger.gone` when what was opened is not what has its name now. */
  assertThere(): void;
  /** How many tables have a wrong checksum where keys from `from` to `to` may be, or where it says which keys there are. */
  countDamagedTables(from: string, to: string): number;
}

export type Order = 'ascending' | 'descending';

/** A ledger that was never written: what a command reads before the first start. */
export const EMPTY_STORE: ReadStore = {
  find: () => null,
  findBytes: () => null,
  keys: nothing,
  entries: nothing,
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

async function* nothing(): AsyncGenerator<never> {
  // Yields nothing: there is nothing to read.
}
