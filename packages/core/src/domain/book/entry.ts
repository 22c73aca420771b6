/** One line of the book. Hashes are SHA-256, hex. */
export interface BookEntry {
  /** Counts from 1, without a gap. */
  readonly seq: number;
  /** Hash of the entry before it; of the first one, `BOOK_BEGINNING`. */
  readonly prev: string;
  /** Hash of `body`; stays where the body was let go of. */
  readonly content: string;
  /** Hash of `seq`, `prev` and `content`, each followed by a line feed. */
  readonly hash: string;
  /** Canonical JSON: the names of each object in the order of their characters, no white space. Null = let go of by rule. */
  readonly body: string | null;
}

/** What the first entry follows. */
export const BOOK_BEGINNING = '0'.repeat(64);

/** The kinds of entries; `kind` in a body is one of these. */
export const BOOK_KINDS = [
  /** Facts of a document's life. */
  'document',
  /** Facts of a receipt's life. */
  'receipt',
  /** What a user of the page asked for. */
  'act',
  /** A run of the agent begins. */
  'run',
  /** The ledger was found damaged, or a person has looked at that. */
  'damage',
  /** Batches of the ledger that no entry tells of: another program wrote them, or a copy of before was put back. */
  'gap',
  /** Entries of a batch that was reported as failed, and whose records were taken back. */
  'undone',
  /** The day is over: its last entry, whose hash is the head of the day. */
  'seal',
  /** A signature over the head of a day. */
  'witness',
] as const;
export type BookKind = (typeof BOOK_KINDS)[number];

/** What goes into a body. */
export type BookValue =
  | string
  | number
  | boolean
  | null
  | readonly BookValue[]
  | { readonly [name: string]: BookValue | undefined };

/**
 * One body, before it is written. `at` is epoch ms by our clock. What makes one gives its names, and those of each object in it, in the
 * order of their characters: so its JSON is canonical as it is, and costs no sorting.
 */
export interface BookBody {
  readonly at: number;
  readonly kind: BookKind;
  readonly [name: string]: BookValue | undefined;
}
