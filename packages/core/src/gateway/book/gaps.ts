import type { BookEntry } from '../../domain/book/entry.js';
import type { ChainCheck } from '../../ledger/book/chain-check.js';

/** Entries of a walk through the book that say what it does not tell of. */
export class Gaps {
  readonly seqs: number[] = [];

  /** One behind which entries are missing is a break: they were there when the batch before it was written. */
  see({ seq, body }: BookEntry, check: Pick<ChainCheck, 'note'>): void {
    if (body?.includes('"kind":"gap"') !== true) return;
    const { kind, missing } = JSON.parse(body) as { readonly kind?: unknown; readonly missing?: unknown };
    if (kind !== 'gap') return;
    this.seqs.push(seq);
    if (typeof missing === 'number' && missing > 0) check.note(seq, 'removed', String(missing));
  }
}
