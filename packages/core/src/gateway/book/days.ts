import type { BookDay } from '../../contract/book-commands.js';
import type { BookEntry } from '../../domain/book/entry.js';
import { sealOf } from '../../domain/book/read-body.js';

/** Days of a walk through the book: a seal ends one. */
export class Days {
  readonly #days: BookDay[] = [];
  #first: number | null = null;
  #last: BookEntry | null = null;

  see(entry: BookEntry): void {
    const seal = sealOf(entry);
    this.#first ??= entry.seq;
    this.#last = entry;
    if (seal === null) return;
    this.#days.push({ day: seal.day, first: this.#first, last: entry.seq, head: entry.hash, isSealed: true });
    this.#first = null;
  }

  /** With the day that is not over: `''` names it, since only a seal says which it is. */
  all(): readonly BookDay[] {
    const last = this.#last;
    if (this.#first === null || last === null) return this.#days;
    return [...this.#days, { day: '', first: this.#first, last: last.seq, head: last.hash, isSealed: false }];
  }
}
