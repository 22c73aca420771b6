import type { BookEntry } from '../../domain/book/entry.js';
import { fieldsOfKind } from '../../domain/book/read-body.js';
import type { ChainCheck } from '../../ledger/book/chain-check.js';

/** Entries of a walk through the book that say what it does not tell of. */
export class Gaps {
  readonly seqs: number[] = [];

  /** One behind which entries are missing is a break: they were there when the batch before it was written. */
  see(entry: BookEntry, check: Pick<ChainCheck, 'note'>): void {
    const gap = fieldsOfKind(entry, 'gap');
    if (gap === null) return;
    const { seq } = entry;
    const { missing } = gap;
    this.seqs.push(seq);
    if (typeof missing === 'number' && missing > 0) check.note(seq, 'removed', String(missing));
  }
}
