import { BOOK_BEGINNING, type BookEntry } from '../../domain/book/entry.js';
import { sealOf } from '../../domain/book/read-body.js';
import type { BookSeal } from '../../ports/ledger.js';
import { type KeyRange, prefixed } from '../keys.js';
import type { ReadStore } from '../store.js';
import { ALL_PAGES, pagesFrom, readHead, readPage } from './pages.js';

const SLICE = 16;

/** As `LedgerReader.book`. */
export async function* readBook(
  store: ReadStore,
  since: string | null,
  until: string | null,
): AsyncGenerator<readonly BookEntry[]> {
  const range: KeyRange = {
    from: since === null ? ALL_PAGES.from : pagesFrom(since).from,
    before: until === null ? ALL_PAGES.before : prefixed(`b!${until}`).before,
  };
  let prev = await hashBefore(store, range.from);
  for await (const pages of store.entries(range, 'ascending', SLICE)) {
    for (const [, text] of pages) {
      const entries = readPage(text, prev);
      prev = entries.at(-1)?.hash ?? prev;
      yield entries;
    }
  }
}

async function hashBefore(store: ReadStore, from: string): Promise<string> {
  for await (const [newest] of store.entries({ from: ALL_PAGES.from, before: from }, 'descending', 1)) {
    if (newest !== undefined) return readPage(newest[1], '').at(-1)?.hash ?? BOOK_BEGINNING;
  }
  return BOOK_BEGINNING;
}

/** As `LedgerReader.lastSeal`: it ends the day before the one that is open, or the last day. */
export async function findSeal(store: ReadStore): Promise<BookSeal | null> {
  const head = readHead(store)?.head ?? null;
  if (head === null) return null;
  const before = head.isSealed ? ALL_PAGES.before : `b!${head.day}`;
  for await (const [newest] of store.entries({ from: ALL_PAGES.from, before }, 'descending', 1)) {
    const entry = newest === undefined ? undefined : readPage(newest[1], '').at(-1);
    const told = entry === undefined ? null : sealOf(entry);
    if (entry === undefined || told === null) return null;
    const { day, entries } = told;
    return { day, seq: entry.seq, head: entry.hash, entries };
  }
  return null;
}
