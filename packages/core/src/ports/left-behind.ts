import type { DocumentId, DocumentRecord } from '../domain/document.js';
import type { FileIdentity } from './boxes.js';

/** A file in OutBox, and what tells that it is still the one that was looked at. */
export interface Twin {
  readonly path: string;
  readonly identity: FileIdentity;
}

/** What a start reads in the boxes of one business before it moves anything. Each answer is of this moment; nothing is kept. */
export interface LeftBehind {
  /** Of a regular file; null when there is none, or none that may be looked at. */
  identify(path: string): FileIdentity | null;
  /** Size and SHA-256 (hex) of a whole file, whatever its content is. Throws what the file system says. */
  digest(path: string): { readonly sizeBytes: number; readonly sha256: string };
  /** A file in OutBox with the name and the bytes of this document; null when there is none. Compares sizes before it reads. */
  findTwin(document: DocumentRecord): Twin | null;
  /** Names of the files in OutBox that could be documents; none where it cannot be read, which the send flow tells. */
  names(): AsyncIterable<string>;
  /** When name, place or content of a file in OutBox changed last: ms by the file system's clock, which no program sets; null when it is not there. */
  touchedMs(name: string): number | null;
}

/** A ledger, by the data directory that it is in. */
export interface LedgerName {
  readonly installation: string;
  /** Absolute, on the machine `host`. */
  readonly dataDir: string;
  readonly host: string;
}

/** Whose claims are in one TempBox. */
export interface ClaimOwners {
  /** This ledger. */
  readonly own: LedgerName;
  /** Reads it once. The answer says which ledger claimed a file: this one where none has named itself. */
  read(): (id: DocumentId) => LedgerName;
  /**
   * From here on this ledger claims, whose last write has the number `batch`; of the files that are there, `left` were claimed by others.
   * Durable when it returns, in one step; throws `disk.*`.
   */
  takeOver(batch: number, left: readonly { readonly id: DocumentId; readonly of: LedgerName }[]): void;
}
