import type { ActRecord } from '../domain/act.js';
import type { BookBody, BookEntry } from '../domain/book/entry.js';
import type { StandingName } from '../domain/concern.js';
import type { BusinessKey, CorrelationKey, DocumentId, DocumentRecord, Handled } from '../domain/document.js';
import type { ReceiptId, ReceiptRecord } from '../domain/receipt.js';
import type { CustomsFilter } from '../domain/receipts/customs-filter.js';
import type { Stage } from '../domain/stage.js';

/** One change of the ledger. A call of `write` is atomic: all of its changes or none. */
export type LedgerChange =
  | { readonly type: 'document'; readonly record: DocumentRecord }
  /** A receipt taught us another name of this document (SeqNo, EntryId): found by it from now on, whole or in part. */
  | { readonly type: 'document-key'; readonly id: DocumentId; readonly key: CorrelationKey }
  /** A person's word that what is wrong with a document is dealt with; null takes it back. */
  | { readonly type: 'document-handled'; readonly id: DocumentId; readonly handled: Handled | null }
  /** A new receipt; `raw` is kept until `receipt-flushed` says that the file in InBox is on disk. Null = it is in its carrier's file. */
  | { readonly type: 'receipt'; readonly record: ReceiptRecord; readonly raw: Uint8Array | null }
  /** A known receipt learned something: its document, its deposit. What is known of these already is never taken back. */
  | { readonly type: 'receipt-updated'; readonly record: ReceiptRecord }
  | { readonly type: 'receipt-flushed'; readonly id: ReceiptId }
  /** What a user of the page asked for. */
  | { readonly type: 'act'; readonly record: ActRecord }
  /** What the book is told beside documents, receipts and acts. */
  | { readonly type: 'book'; readonly body: BookBody }
  /** The next file of this name in this OutBox is a resend of `origin`; null = the note was used. */
  | {
      readonly type: 'origin-note';
      readonly business: BusinessKey;
      readonly name: string;
      readonly origin: DocumentId | null;
    };

/**
 * - `durable`: resolves after an fsync; concurrent calls share one (group commit).
 * - `soon`: resolves when a killed process can no longer lose it (handed to the operating system); on disk within a second.
 */
export type Durability = 'durable' | 'soon';

/** Which documents a list wants; what is null does not restrict. Times are epoch ms of the claim. */
export interface DocumentQuery {
  readonly business: BusinessKey | null;
  readonly stages: readonly Stage[] | null;
  /** Where the declaration is; `none` = sent, and no receipt says it yet. Null = all. */
  readonly customs: readonly CustomsFilter[] | null;
  /** Only those that wait for a person: neither replaced nor handled. Read from an index of their own. */
  readonly isConcerning: boolean;
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  /** Part of the name or of a key's value, learned ones too, case-insensitive; null = all. */
  readonly text: string | null;
  /** Newest first, strictly older than this id; null = from the newest. For paging. */
  readonly before: DocumentId | null;
  readonly limit: number;
}

/** Nothing is restricted: what a query restricts is written over it. */
export const ANY_DOCUMENT = {
  business: null,
  stages: null,
  customs: null,
  isConcerning: false,
  sinceMs: null,
  untilMs: null,
  text: null,
  before: null,
} as const satisfies Omit<DocumentQuery, 'limit'>;

/**
 * Which receipts a list wants, newest first; what is null does not restrict. Times are epoch ms of the arrival; `before` is for
 * paging.
 */
export interface ReceiptQuery {
  readonly business: BusinessKey | null;
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  readonly text: string | null;
  readonly before: ReceiptId | null;
  readonly limit: number;
}

/** Documents of one business that the broker has and that nothing was heard of, by the time of their claims, epoch ms. */
export interface UnansweredQuery {
  readonly business: BusinessKey;
  /** Inclusive. */
  readonly sinceMs: number;
  /** Exclusive. */
  readonly untilMs: number;
}

/** A walk through the documents in the order of their claims: for lists that are too long to be loaded at once. */
export interface DocumentScan {
  readonly order: 'newest' | 'oldest';
  /** Begins strictly beyond this id, in the order; null = at its start. */
  readonly beyond: DocumentId | null;
  /** Only documents whose record mentions each of these somewhere, case-insensitive; the caller looks where. */
  readonly mentions: readonly Mention[];
  /** Only those that something still has to happen to, or that wait for a person: both have marks of their own. */
  readonly only: 'open' | 'concerning' | null;
}

/** A text that a record has somewhere; or a text, or one of these businesses, or a stage that it is or was in. */
export type Mention =
  | string
  | { readonly text: string; readonly businesses: readonly string[]; readonly stages: readonly string[] };

/** A walk by file name, in the order of its characters; of the same name by id. */
export interface NameScan {
  readonly order: 'ascending' | 'descending';
  /** Begins strictly beyond it, in the order; null = at its start. */
  readonly beyond: Pick<DocumentRecord, 'id' | 'name'> | null;
  readonly mentions: readonly Mention[];
  /** Of the others no record is read. */
  readonly hasId: (id: DocumentId) => boolean;
}

/** As DocumentSlice, of a walk by name: how many records were looked at, and the last of them. */
export interface NameSlice {
  readonly documents: readonly DocumentRecord[];
  readonly looked: number;
  readonly last: Pick<DocumentRecord, 'id' | 'name'>;
}

/** Some of the documents that were found, perhaps none, and the last one that was looked at. */
export interface DocumentSlice {
  readonly documents: readonly DocumentRecord[];
  readonly looked: number;
  readonly lastId: DocumentId;
}

/** What was noticed to be missing in the ledger when it was opened: records that were durable and can no longer be read. */
export interface LedgerDamage {
  readonly noticedMs: number;
  /** Places in the write logs with nothing readable although later writes follow. */
  readonly gaps: number;
  /** Durable writes that are missing at the end. */
  readonly batchesMissing: number;
  /** Tables with a wrong checksum. */
  readonly tables: number;
  /** A person has looked at it and repaired what could be; it is told no more. What was claimed before it stays doubtful. */
  readonly isAcknowledged: boolean;
}

/** One thing that the ledger has, in its own form: a backup carries it as it is. Bytes are those of a receipt that is kept. */
export interface LedgerEntry {
  readonly key: string;
  readonly value: string | Uint8Array;
}

/** Where the book ends. */
export interface BookEnd extends Pick<BookEntry, 'seq' | 'hash'> {
  /** `yyyyMMdd`, China time. */
  readonly day: string;
}

/** The last entry of a day that is over. */
export interface BookSeal {
  readonly day: string;
  readonly seq: number;
  /** Its hash: the head of the day. */
  readonly head: string;
  /** How many entries the day has before it. */
  readonly entries: number;
}

/** Reading the ledger; also possible for a command while no agent runs. */
export interface LedgerReader extends AsyncDisposable {
  findDocument(id: DocumentId): Promise<DocumentRecord | null>;
  /** Newest first. Name compared exactly. */
  findByName(business: BusinessKey | null, name: string, limit: number): Promise<readonly DocumentRecord[]>;
  /** Newest first. A key's name null = any name. */
  findByKey(name: string | null, value: string, limit: number): Promise<readonly DocumentRecord[]>;
  findReceipt(id: ReceiptId): Promise<ReceiptRecord | null>;
  findReceiptByFingerprint(fingerprint: string): Promise<ReceiptRecord | null>;
  /** Oldest first. */
  receiptsOf(document: DocumentId): Promise<readonly ReceiptRecord[]>;
  /** Receipts that carry this key and have no document yet: what a late send result links. */
  findUnlinkedReceipts(key: CorrelationKey): Promise<readonly ReceiptRecord[]>;
  listDocuments(query: DocumentQuery): Promise<readonly DocumentRecord[]>;
  /** Oldest first; reads nothing of what was answered. A document of which a part has no answer at all is unanswered. */
  unanswered(query: UnansweredQuery): AsyncIterable<DocumentRecord>;
  /** How long the first answers took, in ms, of the newest closed documents of a business that were claimed since then. */
  latestWaits(business: BusinessKey, sinceMs: number, limit: number): Promise<readonly number[]>;
  /** Ends when the caller stops asking. */
  scanDocuments(scan: DocumentScan): AsyncIterable<DocumentSlice>;
  /** Ids alone, strictly beyond this one, in the order of their claims; cheap, since no record is read. */
  scanIds(order: DocumentScan['order'], beyond: DocumentId | null): AsyncIterable<readonly DocumentId[]>;
  scanNames(scan: NameScan): AsyncIterable<NameSlice>;
  /** What users of the page asked for, newest first, strictly before this id. */
  listActs(before: string | null, limit: number): Promise<readonly ActRecord[]>;
  listReceipts(query: ReceiptQuery): Promise<readonly ReceiptRecord[]>;
  /** Every document that something still has to happen to, oldest first; streamed, since a crash may leave many. */
  openDocuments(): AsyncIterable<DocumentRecord>;
  /** Receipts whose bytes are still kept: not deposited, or deposited and perhaps not yet on disk. Oldest first. */
  keptReceipts(): AsyncIterable<{ readonly record: ReceiptRecord; readonly raw: Uint8Array }>;
  /** Resends that wait in an OutBox and were not claimed yet. Few: read once at start. */
  originNotes(): AsyncIterable<OriginNote>;
  /** Number of documents per stage and business, since the ledger began or was last pruned. */
  counts(): Promise<readonly LedgerCount[]>;
  /** Documents by what they are counted as; `day` (`yyyyMMdd`, China time): of those that were claimed on it, null = of all. */
  standings(day: string | null): Promise<readonly StandingCount[]>;
  /** The latest id the ledger knows, so that minted ids never go backwards, whatever the clock does. */
  latestId(): Promise<string | null>;
  /** Every document record, oldest first, for `verify`. */
  allDocuments(): AsyncIterable<DocumentRecord>;
  /** Everything there is, in slices, as it was when it was asked for: for a backup. */
  allEntries(): AsyncIterable<readonly LedgerEntry[]>;
  /**
   * The entries of the book of these days (`yyyyMMdd`, China time, both inclusive; null = from the first, to the last), a page at a time, as it was when
   * it was asked for. Nothing is checked.
   */
  book(since: string | null, until: string | null): AsyncIterable<readonly BookEntry[]>;
  /** The last entry of the book, as it is noted beside it, and its day; null = there is no book yet. */
  bookEnd(): Promise<BookEnd | null>;
  /** Of the latest day that was sealed; null = none was. */
  lastSeal(): Promise<BookSeal | null>;
  /** The latest; null when nothing was ever noticed. */
  findDamage(): Promise<LedgerDamage | null>;
}

/** A file in OutBox that was queued again from `origin`, noted so that its claim can say which document it comes from. */
export interface OriginNote {
  readonly business: BusinessKey;
  readonly name: string;
  readonly origin: DocumentId;
}

/** Number of documents of one business in one stage. */
export interface LedgerCount {
  readonly business: BusinessKey;
  readonly stage: Stage;
  readonly documents: number;
}

/** Number of documents of one business that are counted as the same standing. */
export interface StandingCount {
  readonly business: BusinessKey;
  readonly standing: StandingName;
  readonly documents: number;
  /** How many of them wait for a person. */
  readonly concerning: number;
}

/** The one durable memory of swic. One process owns it; a second opener gets Fault `instance.already-running`. */
export interface Ledger extends LedgerReader {
  /** Did no run ever begin with it? Then it remembers nothing, whatever the boxes hold. */
  readonly isNew: boolean;
  /** Number of the last write; grows with each, so that an older copy of a ledger can be told from the ledger itself. */
  readonly lastBatch: number;
  /** Durable: a run begins. */
  begin(): Promise<void>;
  /**
   * Rejects with `ledger.write-failed`, `ledger.gone` or `disk.full` (fate hold); nothing of this call is then remembered. What
   * it resolved for is in the directory that has the ledger's name, not in one that was removed before.
   */
  write(changes: readonly LedgerChange[], durability: Durability): Promise<void>;
  /** Forgets closed documents and their receipts older than this; returns how many. Slow work in slices. */
  prune(olderThanMs: number, signal: AbortSignal): Promise<number>;
  /** Throws `ledger.gone` when its directory was removed or exchanged. Cheap. */
  assertThere(): void;
  /**
   * Of ids without a record, those for which that means that there never was one. The others may be of documents whose records
   * are missing, which is noted. Reads the tables in question as a whole: for a start, not for the hot path.
   */
  certainlyAbsent(ids: readonly DocumentId[]): Promise<ReadonlySet<DocumentId>>;
  /** Durable: ends the segment of the book of a day that is over. Nothing is written where there is none. */
  sealBook(): Promise<void>;
  /** Lets go of the bodies of the book's entries of the days before this one (`yyyyMMdd`); their hashes stay. Returns how many pages. */
  forgetBook(before: string, signal: AbortSignal): Promise<number>;
  /** Durable. */
  noteDamage(damage: LedgerDamage): Promise<void>;
}
