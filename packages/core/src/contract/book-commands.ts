import type { BookBreak } from '../domain/book/break.js';

/** One day of the book. */
export interface BookDay {
  /** `yyyyMMdd`, China time. */
  readonly day: string;
  /** Numbers of its first and its last entry. */
  readonly first: number;
  readonly last: number;
  /** Hash of its last entry, SHA-256, hex: with `isSealed` the head of the day. */
  readonly head: string;
  /** The day is over, and its last entry says so. */
  readonly isSealed: boolean;
}

/** What a look through a book found. */
export interface BookReport {
  readonly entries: number;
  /** Of these the hashes alone are kept: their bodies were let go of by rule, or belong to another business. */
  readonly withoutBody: number;
  readonly days: readonly BookDay[];
  /** At most 1,000; empty = the book proves what it says. */
  readonly breaks: readonly BookBreak[];
  /** Entries that say that another program wrote without the book, or that the book began later than the ledger. */
  readonly gaps: readonly number[];
  /** Documents whose records were held against their last entries; 0 for a file. */
  readonly documents: number;
}

/** Which part of the book goes into a file. */
export interface BookSelection {
  /** Days, `yyyyMMdd` in China time, both inclusive; null = from the first, to the last. */
  readonly since: string | null;
  readonly until: string | null;
  /** Of the entries of other businesses the file has the hashes alone; null = all. */
  readonly business: string | null;
  /** With the bytes of the receipts that are in their InBox still. */
  readonly receipts: boolean;
  /** Absolute; must not be there. */
  readonly file: string;
}

/** What was written into a file of the book. */
export interface BookFile {
  readonly file: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly entries: number;
  readonly receipts: number;
  /** Receipts that were asked for and whose files are not in InBox, or not as they came. */
  readonly receiptsMissing: number;
  /** Hash of the last entry. */
  readonly head: string;
}

/** The book that proves itself. */
export interface BookCommandMap {
  /** Looks through the whole book and holds the ledger's records against it. */
  bookVerify: { readonly params: null; readonly result: BookReport };
  /** Rejects with `config.exists`, `command.not-found` (the directory), `book.empty` (nothing in these days) and `disk.*`. */
  bookExport: { readonly params: BookSelection; readonly result: BookFile };
}
