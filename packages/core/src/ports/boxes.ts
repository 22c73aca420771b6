import type { Fault } from '../contract/fault.js';
import type { WhyNot } from '../contract/why.js';
import type { BusinessKey, DocumentId, DocumentRecord, FiledAs } from '../domain/document.js';

/** What tells that a file is still the one we looked at. Numbers as the file system gave them; ns as text, being 64 bits. */
export interface FileIdentity {
  readonly device: string;
  readonly inode: string;
  readonly sizeBytes: number;
  readonly modifiedNs: string;
}

/** A file in OutBox that has been still for `settleMs` by our clock and could be opened. */
export interface Candidate {
  readonly business: BusinessKey;
  readonly name: string;
  readonly path: string;
  readonly identity: FileIdentity;
  readonly foundMs: number;
  readonly settledMs: number;
}

/** One look at an OutBox. */
export interface Look {
  /** Ready to be inspected, in order; never more than asked for. Each is out of sight until claimed or put off. */
  readonly settled: readonly Candidate[];
  /** Files of ours to take that are not ready yet, or beyond the limit. Counting stops at a bound; then `isAtLeast`. */
  readonly waiting: number;
  readonly isAtLeast: boolean;
  /** Epoch ms of the first sight of the longest waiting file; null when none waits. */
  readonly oldestMs: number | null;
  /** Look again at the latest after this many ms, since something will have settled; null = nothing is settling. */
  readonly nextLookMs: number | null;
  /** Entries that are passed over with a reason, and those of them that were not told before. */
  readonly passedOver: number;
  readonly news: readonly PassedFile[];
}

/** Why an entry of an OutBox is never taken. Temporary, hidden and system files are none of these. */
export type PassedReason = 'extension' | 'directory' | 'not-a-file' | 'not-utf8';

/** An entry of an OutBox that is never taken, and why. */
export interface PassedFile {
  /** In GBK where it is not UTF-8. */
  readonly name: string;
  readonly reason: PassedReason;
}

/** `sinceMs`: first sight, epoch ms; null = it is passed over. */
export interface OutBoxEntry {
  readonly name: string;
  readonly sinceMs: number | null;
  readonly why: WhyNot;
}

/** Scanner and settler of one business's OutBox. The directory is the truth; what is remembered is bounded. */
export interface OutBox {
  /** Rejects with `disk.missing` or `disk.denied` when the OutBox cannot be read. */
  look(limit: number, signal: AbortSignal): Promise<Look>;
  /** The candidate was not taken (incomplete, changed, locked, no session): look at it again after `delayMs`. */
  putOff(candidate: Candidate, code: string, delayMs: number): void;
  /** The candidate left OutBox (claimed or vanished): forget it. */
  forget(candidate: Candidate): void;
  why(name: string): Promise<WhyNot>;
  /** What the latest look saw and did not hand out: at most `limit` that are passed over, and as many that wait, oldest first. */
  list(limit: number): readonly OutBoxEntry[];
  /** Milliseconds since this file's size or time last changed, by our clock; for "young or old" decisions. */
  stillForMs(candidate: Candidate): number;
}

/** A document's file in TempBox. */
export interface ClaimedFile {
  readonly id: DocumentId;
  readonly name: string;
  readonly path: string;
}

/** A file to be claimed, and the id that it has for life. Ids grow in the order in which they are asked for. */
export interface Claiming {
  readonly candidate: Candidate;
  readonly id: DocumentId;
}

/** A file that is to leave TempBox. */
export interface Filing {
  readonly claimed: ClaimedFile;
  readonly box: 'SentBox' | 'FailBox';
  /** The instant that its name says; bumped by a millisecond while the name is taken. */
  readonly stampMs: number;
  /** What its bytes have to be, compared right before the move; null = it is moved whatever it holds. */
  readonly content: Pick<DocumentRecord, 'sizeBytes' | 'sha256'> | null;
}

/**
 * The only mover of files. No operation overwrites a file; each leaves the file in exactly one place. What is done in groups takes
 * an array and answers with one outcome each, in the order asked: it never rejects for one of them.
 */
export interface Boxes {
  /** Rejects with the `disk.*` Fault of a directory that keeps every file in OutBox from being claimed. */
  check(): Promise<void>;
  /** Renames into TempBox. Faults: `document.vanished`, `document.changed` (it was put back) or `disk.*`. */
  claim(claimings: readonly Claiming[]): Promise<readonly (ClaimedFile | Fault)[]>;
  /**
   * TempBox -> SentBox/YYYYMMDD/ or FailBox. Faults: `document.altered` (its content is another one, and it was not moved),
   * `document.vanished` or `disk.*`. A file that another program holds is waited for, some tenths of a second at most, only where
   * it is the one that is asked for: among others it would hold them up.
   */
  file(filings: readonly Filing[]): Promise<readonly (FiledAs | Fault)[]>;
  /** TempBox -> OutBox under its own name (bumped when taken), by an operator's word or by recovery. */
  withdraw(claimed: ClaimedFile): Promise<FiledAs>;
  /** Everything in TempBox that carries a DocumentId. Streamed. */
  claimedFiles(): AsyncIterable<ClaimedFile>;
  /** Is this document's file there? For recovery and `verify`: looks at the disk, not at memory. */
  exists(filed: FiledAs): Promise<boolean>;
  /** Would-be places of a file whose filing may have happened just before a crash, newest stamp first. */
  findFiled(box: 'SentBox' | 'FailBox', name: string, stampMs: number): Promise<FiledAs | null>;
  /** A filed document's bytes; rejects with `document.vanished` when it is no longer there. */
  readFiled(filed: FiledAs): Promise<Uint8Array>;
  /** Puts a new file into OutBox, whole or not at all, `_1`, `_2` … added to its base name while taken; returns the name. */
  enqueue(name: string, bytes: Uint8Array): Promise<string>;
  /**
   * Are its bytes still those that were checked? False when another program wrote into it since. Rejects with `disk.*` or
   * `document.vanished`.
   */
  isUnchanged(claimed: ClaimedFile, content: Pick<DocumentRecord, 'sizeBytes' | 'sha256'>): Promise<boolean>;
  /** Reads a claimed file whole; rejects with `disk.*` or `document.vanished`. */
  read(claimed: ClaimedFile): Promise<Uint8Array>;
}

/** A file in a box, for `verify`. */
export interface SurveyedFile {
  readonly box: FiledAs['box'] | 'TempBox' | 'InBox';
  /** Relative to the box, with forward slashes. */
  readonly path: string;
  /** The same, absolute. */
  readonly at: string;
}

/** What the file system says of a file without reading it. */
export interface FileFacts {
  readonly sizeBytes: number;
  /** When its content, its name or its times were last changed, as the file system says; epoch ms. */
  readonly changedMs: number;
}

/** Looks at what is in one business's boxes. All of it rejects with `disk.*` where a box cannot be read. */
export interface BoxSurvey {
  /**
   * Every file of SentBox and FailBox, sub-directories included, and what is in TempBox without a DocumentId. Streamed; hidden
   * and system files are passed over.
   */
  files(): AsyncIterable<SurveyedFile>;
  /** Every file of InBox, sub-directories included; streamed, without hidden and system files. */
  received(): AsyncIterable<SurveyedFile>;
  /** Where a file of this name would be; nothing is looked at. Throws `disk.denied` for a path that leaves its box. */
  placeOf(box: SurveyedFile['box'], path: string): SurveyedFile;
  /** Null when no regular file is there. */
  facts(file: Pick<SurveyedFile, 'at'>): Promise<FileFacts | null>;
  /** Hex; read in pieces. Null when no regular file is there. */
  sha256(file: Pick<SurveyedFile, 'at'>): Promise<string | null>;
  /** Moves a file to its own place, never over another one; on disk when it resolves. */
  putBack(file: SurveyedFile, place: SurveyedFile): Promise<'moved' | 'taken' | 'gone'>;
}

/** `already-there`: the same bytes were under this name, e.g. since a crash between deposit and accept. */
export type DepositOutcome = 'written' | 'already-there';

/** Writes into an InBox: whole or not at all, never over another file. */
export interface InBox {
  /**
   * Writes under exactly this name. The same bytes under the same name are a success (`already-there`); other bytes under it
   * make the name bump its time stamp, and the name used is returned. Not yet on disk: see `flush`.
   */
  deposit(
    fileName: string,
    bytes: Uint8Array,
  ): Promise<{ readonly outcome: DepositOutcome; readonly fileName: string }>;
  /** Resolves when the named files and the directory are on disk; a file that was taken away before counts as done. */
  flush(fileNames: readonly string[]): Promise<void>;
}
