import type { BookBody } from '../../domain/book/entry.js';
import { documentBody, receiptBody } from '../../domain/book/facts.js';
import { formatDay } from '../../domain/stamp.js';
import type { Draft } from '../draft.js';
import { BATCH_KEY } from '../keys.js';
import type { Operation, ReadStore } from '../store.js';
import type { BookHead } from './chain.js';
import { BOOK_KEY, formatHead, lastPage, readHead, sealBefore, textOf, type Written, writePages } from './pages.js';

/** The batches that no entry tells of, behind `from` and up to `to`; and how many entries were there and are not. */
interface Gap {
  readonly from: number;
  readonly kind: 'gap';
  readonly missing: number;
  readonly to: number;
}

/** What a batch tells is part of it, so that neither a record nor its entry is ever without the other. */
export class BookWriter {
  #head: BookHead;
  /** Said with the next batch; null = all that was written is in the book. */
  #gap: Gap | null;

  constructor(head: BookHead, gap: Gap | null) {
    this.#head = head;
    this.#gap = gap;
  }

  get head(): BookHead {
    return this.#head;
  }

  /** The entries of a batch, behind what was kept. */
  write({ documents, receipts, told, isSealing }: Draft, nowMs: number): Written {
    const gap = this.#gap === null ? [] : [{ at: nowMs, ...this.#gap }];
    const bodies = [...gap, ...told].map(textOf);
    for (const { before, after } of documents.values()) push(bodies, documentBody(before, after, nowMs));
    for (const { before, after } of receipts.values()) push(bodies, receiptBody(before, after, nowMs));
    return bodies.length === 0 && isSealing
      ? sealBefore(this.#head, formatDay(nowMs), nowMs)
      : writePages(this.#head, bodies, nowMs);
  }

  /** The batch that has this head is written. */
  keep(head: BookHead): void {
    this.#head = head;
    this.#gap = null;
  }

  /** That batch was reported as failed and is there all the same: its entries stay, and one more says that they do not count. */
  undo(written: BookHead, nowMs: number): readonly Operation[] {
    const first = this.#head.seq + 1;
    const undone: BookBody = { at: nowMs, first, kind: 'undone', last: written.seq };
    const bodies = written.seq < first ? [] : [textOf(undone)];
    const { operations, head } = writePages(written, bodies, nowMs);
    this.#head = head;
    return operations;
  }
}

function push(bodies: string[], body: string | null): void {
  if (body !== null) bodies.push(body);
}

/** With each batch, so that a batch of a program that does not know the book is noticed. */
export function headOperations(head: BookHead, batch: number): readonly Operation[] {
  return [
    { key: BOOK_KEY, value: formatHead(head, batch) },
    { key: BATCH_KEY, value: String(batch) },
  ];
}

/** Behind the last page; what was written beside the book is said with the next batch. */
export async function openBook(store: ReadStore, batch: number): Promise<BookWriter> {
  const known = readHead(store);
  const last = await lastPage(store);
  const isWhole = known?.batch === batch && known.head.seq === last.seq && known.head.hash === last.hash;
  if (isWhole) return new BookWriter(known.head, null);
  const isNew = batch === 0 && last.seq === 0;
  const missing = Math.max(0, (known?.head.seq ?? 0) - last.seq);
  return new BookWriter(last, isNew ? null : { from: known?.batch ?? 0, kind: 'gap', missing, to: batch });
}
