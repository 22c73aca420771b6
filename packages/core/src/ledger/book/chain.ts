import { hash } from 'node:crypto';
import { BOOK_BEGINNING, type BookEntry } from '../../domain/book/entry.js';

/** Where the chain is. */
export interface BookHead {
  /** Of the last entry; 0 = there is none. */
  readonly seq: number;
  /** Of the last entry. */
  readonly hash: string;
  /** The day whose segment is being written, `yyyyMMdd` in China time; '' = none. Never goes back, whatever the clock does. */
  readonly day: string;
  /** First entry of that day. */
  readonly firstOfDay: number;
  readonly isSealed: boolean;
}

export const NO_BOOK: BookHead = { seq: 0, hash: BOOK_BEGINNING, day: '', firstOfDay: 1, isSealed: true };

export function contentHash(body: string): string {
  return hash('sha256', body);
}

export function entryHash(seq: number, prev: string, content: string): string {
  return hash('sha256', `${seq}\n${prev}\n${content}\n`);
}

/** The entry of this body, canonical JSON, behind that head. */
export function chained({ seq, hash: prev }: Pick<BookHead, 'seq' | 'hash'>, body: string): BookEntry {
  const content = contentHash(body);
  return { seq: seq + 1, prev, content, hash: entryHash(seq + 1, prev, content), body };
}
