import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDocument, makeFiled, START_MS } from '../../../../../test/support/ledger/records.js';
import type { BookReport } from '../../contract/book-commands.js';
import { documentKey } from '../../ledger/keys.js';
import { LevelStore } from '../../ledger/level-store.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Operation } from '../../ledger/store.js';
import type { Ledger } from '../../ports/ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { checkBook } from './check-book.js';

let directory: string;
let ledger: Ledger;
const clock = { ...systemClock, nowMs: () => START_MS + 60_000 };

async function open(): Promise<void> {
  ledger = await openLedger(directory, { ...LEDGER_OPTIONS, lockWaitMs: 0 }, clock);
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-book-'));
  await open();
  for (const number of [1, 2, 3]) {
    await ledger.write([{ type: 'document', record: makeDocument(number) }], 'durable');
    await ledger.write([{ type: 'document', record: makeFiled(makeDocument(number)) }], 'durable');
  }
});

afterEach(async () => {
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

/** What a person does with the files of the ledger while no agent runs. */
async function behindItsBack(work: (store: LevelStore) => Promise<readonly Operation[]>): Promise<void> {
  await ledger[Symbol.asyncDispose]();
  {
    await using store = await LevelStore.open(directory, LEDGER_OPTIONS);
    await store.write(await work(store), true);
  }
  await open();
}

const check = (): Promise<BookReport> => checkBook(ledger, () => undefined, new AbortController().signal);

async function breaks(): Promise<readonly string[]> {
  return (await check()).breaks.map(({ seq, what, detail }) => `${seq} ${what} ${detail}`.trim());
}

test('a book and a ledger that no person touched agree', async () => {
  expect(await check()).toMatchObject({ entries: 6, documents: 3, breaks: [], withoutBody: 0 });
});

test('a record that was changed, removed or put in without the book is found', async () => {
  const { id } = makeDocument(1);
  await behindItsBack(async () => [
    { key: documentKey(id), value: JSON.stringify({ ...makeDocument(1), sha256: 'b'.repeat(64) }) },
    { key: documentKey(makeDocument(2).id), value: null },
    { key: documentKey(makeDocument(9).id), value: JSON.stringify(makeFiled(makeDocument(9))) },
  ]);
  expect(await breaks()).toEqual([
    `2 unlike ${id}`,
    `0 unlike ${makeDocument(9).id}`,
    `4 unlike ${makeDocument(2).id}`,
  ]);
});

test('a document that goes on while the book is looked at is no break', async () => {
  const next = makeDocument(4);
  let isWritten = false;
  const busy = {
    bookEnd: () => ledger.bookEnd(),
    book: (since: string | null, until: string | null) => ledger.book(since, until),
    async *allDocuments() {
      if (!isWritten) await ledger.write([{ type: 'document', record: next }], 'durable');
      isWritten = true;
      yield* ledger.allDocuments();
    },
  };
  expect((await checkBook(busy, () => undefined, new AbortController().signal)).breaks).toEqual([]);
});

test('of documents of before the book, and of what other programs wrote, nothing is said', async () => {
  await behindItsBack(async (store) => {
    const pages: Operation[] = [];
    for await (const keys of store.keys({ from: 'b!', before: 'b"' }, 'ascending', 100))
      pages.push(...keys.map((key) => ({ key, value: null })));
    return [...pages, { key: 'm!book', value: null }];
  });
  await ledger.write([{ type: 'document', record: makeDocument(5) }], 'durable');
  expect(await check()).toMatchObject({ entries: 2, documents: 4, breaks: [] });
});

test('entries that were cut off before the agent began again are missed for ever', async () => {
  await behindItsBack(async (store) => {
    const keys: string[] = [];
    for await (const slice of store.keys({ from: 'b!', before: 'b"' }, 'ascending', 100)) keys.push(...slice);
    return keys.slice(-2).map((key) => ({ key, value: null }));
  });
  await ledger.write([{ type: 'document', record: makeDocument(5) }], 'durable');
  expect(await breaks()).toEqual(['5 removed 2']);
  expect(await check()).toMatchObject({ gaps: [5] });
});

test.each(['"kind":"seal"', '{"kind":"gap"', '{"facts":"x","kind":"document"}', 'null'])(
  'an entry whose body was made %s is named as altered, and the look goes on to the end',
  async (body) => {
    await behindItsBack(async (store) => {
      const pages: (readonly [string, string])[] = [];
      for await (const slice of store.entries({ from: 'b!', before: 'b"' }, 'ascending', 100)) pages.push(...slice);
      const [key, text] = pages[2] ?? ['', ''];
      return [{ key, value: text.replace(/^(\d+ \S+) .*$/, (_, head: string) => `${head} ${body}`) }];
    });
    expect(await breaks()).toContain('3 altered');
    expect(await check()).toMatchObject({ entries: 6 });
    expect(await ledger.lastSeal()).toBeNull();
    await ledger.forgetBook('20991231', new AbortController().signal);
    expect((await check()).entries).toBe(6);
  },
);
