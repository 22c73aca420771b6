/**
 * What is wrong with a ledger's files.
 *
 * - `missing`   a file that LevelDB needs is not there
 * - `manifest`  the list of its files cannot be read
 * - `log`       a write log cannot be read at a place, although later writes are behind it
 * - `table`     a table has a wrong checksum
 * - `end`       its last durable writes are missing
 * - `lost`      it remembers nothing, and yet a box knows it: `file` is that TempBox
 */
export interface LedgerProblem {
  readonly kind: 'missing' | 'manifest' | 'log' | 'table' | 'end' | 'lost';
  /** In the ledger's directory, but for `lost`; '' where it is none in particular. */
  readonly file: string;
  readonly offset: number | null;
}

/** What was noticed at an earlier opening, epoch ms; `isAcknowledged`: a person ran `swic ledger repair` since. */
export interface LedgerNote {
  readonly noticedMs: number;
  readonly isAcknowledged: boolean;
}

/** `swic ledger check`. */
export interface LedgerCheck {
  /** Absolute. */
  readonly directory: string;
  /** False where nothing ever ran. */
  readonly isThere: boolean;
  readonly problems: readonly LedgerProblem[];
  readonly noted: LedgerNote | null;
}

/** `swic ledger repair`. */
export interface LedgerRepair extends LedgerCheck {
  /** The ledger as it was before, absolute. */
  readonly copy: string;
}

/** `swic ledger rebuild`. */
export interface LedgerRebuild {
  /** The ledger as it was before, where it could not be read; null where it was added to, or there was none. */
  readonly copy: string | null;
  /** Files in SentBox that the ledger had no record of, and has now. */
  readonly filed: number;
  /** The same in FailBox. */
  readonly rejected: number;
  /** Files in TempBox without a record: of unknown outcome from the next start on. */
  readonly unknown: number;
}

/** `swic backup`. */
export interface LedgerBackup {
  /** Absolute. */
  readonly file: string;
  readonly sizeBytes: number;
  /** Hex, of what is in the archive before its last line. */
  readonly sha256: string;
  readonly documents: number;
  readonly receipts: number;
}

/** `swic restore`. */
export interface LedgerRestore extends LedgerBackup {
  /** When the backup was made, epoch ms: what was sent and received since is what the ledger has forgotten. */
  readonly madeMs: number;
  /** The ledger as it was before, absolute; null where there was none. */
  readonly copy: string | null;
  /** Where the configuration of the backup was written: in place where there was none, else beside another one. Null = it is the same. */
  readonly configuration: string | null;
}

/**
 * What a start tells while it brings the ledger to its program's format.
 *
 * - `backed-up` the automatic backup is whole; nothing was changed before it
 * - `step`      `done` of so many documents, on the way to the format `to`
 * - `done`      `file` is the backup, absolute
 */
export type LedgerUpgrade =
  | { readonly kind: 'backed-up'; readonly from: number; readonly to: number; readonly file: string }
  | { readonly kind: 'step'; readonly to: number; readonly done: number; readonly documents: number }
  | {
      readonly kind: 'done';
      readonly from: number;
      readonly to: number;
      readonly file: string | null;
      readonly documents: number;
    };

/** `swic ledger rollback`. */
export interface LedgerRollback {
  /** Absolute. */
  readonly directory: string;
  readonly from: number;
  /** The format that it has now. */
  readonly to: number;
}
