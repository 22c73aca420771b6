import type { BookBreak, BookBreakKind } from '../../domain/book/break.js';
import type { BookEntry } from '../../domain/book/entry.js';
import { entryHash } from './chain.js';

/** More of them say nothing more. */
const BREAKS_MAX = 1_000;

/** Looks at one entry after the other, in the order in which they are kept. */
export class ChainCheck {
  readonly breaks: BookBreak[] = [];
  entries = 0;
  #last: Pick<BookEntry, 'seq' | 'hash'> | null;

  /** `last`: what the first entry has to follow; null = whatever it says. */
  constructor(last: Pick<BookEntry, 'seq' | 'hash'> | null) {
    this.#last = last;
  }

  see(entry: BookEntry): void {
    this.entries += 1;
    const what = this.#whatIsWrong(entry);
    if (what === 'removed') this.note(entry.seq, what, String(entry.seq - (this.#last?.seq ?? 0) - 1));
    else if (what !== null) this.note(entry.seq, what, '');
    // What was put in is not followed: the entry behind it is held against the one before it.
    if (what !== 'inserted') this.#last = entry;
  }

  /** The last entry has to be this one. */
  end(seq: number, hash: string): void {
    const last = this.#last;
    if (last === null || last.seq !== seq || last.hash !== hash) this.note(last?.seq ?? 0, 'cut', '');
  }

  note(seq: number, what: BookBreakKind, detail: string): void {
    if (this.breaks.length < BREAKS_MAX) this.breaks.push({ seq, what, detail });
  }

  #whatIsWrong({ seq, prev, content, hash }: BookEntry): BookBreakKind | null {
    const last = this.#last;
    if (!Number.isSafeInteger(seq)) return 'altered';
    if (last !== null && seq <= last.seq) return 'inserted';
    if (last !== null && seq > last.seq + 1) return 'removed';
    return entryHash(seq, last?.hash ?? prev, content) === hash ? null : 'altered';
  }
}
