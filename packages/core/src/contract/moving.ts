import type { LedgerBackup, LedgerRestore } from './ledger-care.js';

/** A setting that names a secret, which no file carries: it has to be given anew on the other machine. */
export interface MovedSecret {
  /** E.g. `transport.password`. */
  readonly setting: string;
  readonly kind: 'keyring' | 'env' | 'file';
  /** Of the entry or the variable, or the path as it is written. */
  readonly name: string;
}

/** A setting that names a place outside of what is moved, as it is written. */
export interface MovedPlace {
  readonly setting: string;
  readonly path: string;
}

/** A document that was on its way when the agent ended. */
export interface MovedDocument {
  readonly document: string;
  readonly business: string;
  readonly name: string;
  readonly stage: string;
}

/** `swic move pack`. */
export interface MovePack extends LedgerBackup {
  /** Files of the boxes, of the data directory and beside the configuration. */
  readonly files: number;
  readonly fileBytes: number;
  /** Names that were left out: no regular files, or not to be read under their names. */
  readonly passedOver: readonly string[];
  /** Of unknown outcome, or not at their end; they go on at the other machine. The first of them, `inFlightTotal` is how many. */
  readonly inFlight: readonly MovedDocument[];
  readonly inFlightTotal: number;
  /** Files in the OutBoxes. */
  readonly waiting: number;
  readonly secrets: readonly MovedSecret[];
  readonly places: readonly MovedPlace[];
}

/** `swic move unpack`. */
export interface MoveUnpack extends LedgerRestore {
  /** Files that were put where the configuration says. */
  readonly files: number;
  /** Files that were there already with the same bytes. */
  readonly alike: number;
  /** What was in the way and is not the firm's: kept beside under these names. */
  readonly kept: readonly string[];
  readonly secrets: readonly MovedSecret[];
  /** Places that are not on this machine. */
  readonly missing: readonly MovedPlace[];
}

/** `swic move cancel`: whether there was a mark. */
export interface MoveCancel {
  readonly wasMarked: boolean;
  /** The file that was packed; '' where it is not known. It must be used no more. */
  readonly file: string;
}
