import type { BookDay } from '../../contract/book-commands.js';

/** The names in a file of the book. */
export const MANIFEST = 'manifest.json';
export const ENTRIES = 'entries.ndjson';
export const RECEIPTS = 'receipts/';

/** What a file of the book says of itself. Hashes are SHA-256, hex. */
export interface BookManifest {
  readonly swic: 'book';
  readonly version: 1;
  /** Epoch ms. */
  readonly made: number;
  readonly clientId: string;
  readonly since: string | null;
  readonly until: string | null;
  readonly business: string | null;
  readonly entries: number;
  /** Numbers of its first and its last entry. */
  readonly first: number;
  readonly last: number;
  /** Hash of the entry before the first one. */
  readonly anchor: string;
  /** Hash of the last one. */
  readonly head: string;
  readonly days: readonly BookDay[];
  /** All others in the file, but this one and the entries. */
  readonly files: readonly BookManifestFile[];
}

export interface BookManifestFile {
  readonly name: string;
  readonly sha256: string;
  /** Id of the receipt whose bytes it has. */
  readonly receipt?: string;
}
