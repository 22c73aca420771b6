/** A place at which the book does not prove what it says. */
export interface BookBreak {
  /** Of the entry at which it shows. */
  readonly seq: number;
  readonly what: BookBreakKind;
  /** For `removed`: how many; for `unlike`: the id of the document or receipt. */
  readonly detail: string;
}

export const BOOK_BREAKS = [
  /** Its hash does not follow from its content and the entry before it: one of the two is not what was written. */
  'altered',
  /** Entries before it are missing. */
  'removed',
  /** It has the number of an entry before it: it was put in, or moved. */
  'inserted',
  /** It says that it follows another entry than the one before it. */
  'unlinked',
  /** Entries behind it are missing. */
  'cut',
  /** A day that is over has no head, or another one. */
  'unsealed',
  /** A record of the ledger is not what its last entry says, or has none. */
  'unlike',
] as const;
export type BookBreakKind = (typeof BOOK_BREAKS)[number];
