import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { idOf, makeDocument, makeFiled } from '../../../../../test/support/ledger/records.js';
import { OPPOSITE_ORDERS, positionOf } from '../../contract/browse-order.js';
import type { BrowseParams, FilterWord, OutlinePage, OutlineParams, OutlinePart } from '../../contract/lists.js';
import type { BusinessKey, DocumentId, DocumentRecord } from '../../domain/document.js';
import { formatStamp } from '../../domain/stamp.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Ledger } from '../../ports/ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { browse, outline } from './browse.js';

const ALL: BrowseParams = {
  words: [],
  isFaultsOnly: false,
  sinceMs: null,
  untilMs: null,
  order: 'newest',
  beyond: null,
  limit: 100,
};

let directory: string;
let ledger: Ledger;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-browse-'));
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
});

afterEach(async () => {
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

async function write(records: readonly DocumentRecord[]): Promise<void> {
  // Every life begins as sealed at the latest.
  for (const all of [records.map((record) => ({ ...record, stage: 'sealed' as const, filedAs: null })), records])
    await ledger.write(
      all.map((record) => ({ type: 'document', record }) as const),
      'soon',
    );
}

async function numbers(params: Partial<BrowseParams>): Promise<readonly number[]> {
  const page = await browse(ledger, { ...ALL, ...params });
  return page.documents.map(({ name }) => Number(/\d+/.exec(name)?.[0]));
}

const word = (text: string, more: Partial<FilterWord> = {}): FilterWord => ({
  text,
  isInverse: false,
  businesses: [],
  stages: [],
  customs: [],
  ...more,
});

test('pages go through the whole ledger in both directions, and know how many there are', async () => {
  await write(Array.from({ length: 450 }, (_, at) => makeDocument(at + 1)));
  await ledger.write([{ type: 'document', record: makeFiled(makeDocument(200)) }], 'soon');
  for (const order of ['newest', 'oldest'] as const) {
    const seen: string[] = [];
    let beyond: string | null = null;
    do {
      const page = await browse(ledger, { ...ALL, order, beyond, limit: 70 });
      expect(page.total).toBe(450);
      seen.push(...page.documents.map(({ id }) => id));
      beyond = page.next;
    } while (beyond !== null);
    const expected = Array.from({ length: 450 }, (_, at) => idOf(at + 1));
    expect(seen).toEqual(order === 'oldest' ? expected : expected.reverse());
  }
});

test('a word is part of a name or a key, or means a business or a stage; all words must fit', async () => {
  await write([
    makeDocument(1),
    makeDocument(2, { business: 'MFT' as BusinessKey, name: '舱单 2.xml' }),
    makeFiled(makeDocument(12)),
  ]);
  expect(await numbers({ words: [word('报关')] })).toEqual([12, 1]);
  expect(await numbers({ words: [word('c2')] })).toEqual([2]);
  expect(await numbers({ words: [word('hykyfd', { businesses: ['MFT'] })] })).toEqual([2]);
  expect(await numbers({ words: [word('已发送', { stages: ['filed'] }), word('报关')] })).toEqual([12]);
  expect(await numbers({ words: [word('报关', { isInverse: true })] })).toEqual([2]);
});

test('faults only shows what was rejected, is unknown or failed otherwise', async () => {
  const fault = { code: 'document.rules-violated', fate: 'reject', detail: {}, reason: null } as const;
  await write([makeDocument(1), makeDocument(2, { stage: 'rejected', fault }), makeDocument(3, { stage: 'unknown' })]);
  expect(await numbers({ isFaultsOnly: true })).toEqual([3, 2]);
});

test('a whole business number finds its document, also when only a receipt told it', async () => {
  const document = makeDocument(7);
  await write([document, makeDocument(8)]);
  const key = { name: 'seqNo', value: 'I20000000000000007' };
  await ledger.write([{ type: 'document-key', id: document.id, key }], 'soon');
  expect(await numbers({ words: [word('i20000000000000007')] })).toEqual([7]);
  expect(await numbers({ words: [word('i20000000000000007'), word('报关单')] })).toEqual([7]);
});

test.each(['name', 'state'] as const)(
  'by %s, pages of any size go through the whole ledger and back',
  async (order) => {
    const stages = ['filed', 'rejected', 'sealed', 'filed', 'unknown', 'filed', 'rejected'] as const;
    const records = Array.from({ length: 441 }, (_, at) =>
      makeDocument(at + 1, { stage: stages[at % 7] ?? 'filed', name: `${(at * 37) % 100}/报关单.xml` }),
    );
    await write(records);
    const rank = ({ stage }: DocumentRecord): number => ['unknown', 'rejected', 'sealed', 'filed'].indexOf(stage);
    const wanted = [...records].sort((a, b) =>
      order === 'state'
        ? rank(a) - rank(b) || (a.id < b.id ? 1 : -1)
        : a.name === b.name
          ? a.id < b.id
            ? -1
            : 1
          : a.name < b.name
            ? -1
            : 1,
    );
    for (const [direction, expected] of [
      [order, wanted],
      [OPPOSITE_ORDERS[order], [...wanted].reverse()],
    ] as const) {
      const seen: DocumentRecord[] = [];
      let beyond: string | null = null;
      do {
        const page = await browse(ledger, { ...ALL, order: direction, beyond, limit: 70 });
        seen.push(...page.documents);
        beyond = page.next;
      } while (beyond !== null);
      expect(seen.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      // A position is also made from any row that is shown.
      const row = expected[130] as DocumentRecord;
      const page = await browse(ledger, { ...ALL, order: direction, beyond: positionOf(direction, row), limit: 3 });
      expect(page.documents.map(({ id }) => id)).toEqual(expected.slice(131, 134).map(({ id }) => id));
    }
  },
);

test('by state with words, and whole business numbers in each order', async () => {
  const filed = makeFiled(makeDocument(3));
  await write([
    makeDocument(1),
    makeDocument(2, { stage: 'rejected' }),
    filed,
    makeDocument(4, { name: '舱单 4.xml' }),
  ]);
  expect(await numbers({ order: 'state', words: [word('报关')] })).toEqual([2, 1, 3]);
  for (const id of [1, 2, 3])
    await ledger.write(
      [{ type: 'document-key', id: idOf(id) as DocumentId, key: { name: 'billNo', value: 'BILL00000001' } }],
      'soon',
    );
  expect(await numbers({ order: 'state', words: [word('bill00000001')] })).toEqual([2, 1, 3]);
  expect(await numbers({ order: 'name-last', words: [word('bill00000001')] })).toEqual([3, 2, 1]);
});

test.each(['newest', 'oldest', 'name', 'state'] as const)(
  'the outline of a list by %s says how long it is, and its parts asked for one by one are the list',
  async (order) => {
    await write(Array.from({ length: 95 }, (_, at) => makeDocument(at + 1)));
    await ledger.write([{ type: 'document', record: makeFiled(makeDocument(40)) }], 'soon');
    for (const words of [[], [word('1')], [word('dec', { businesses: ['DEC'] })]]) {
      const asked = { ...ALL, order, words };
      const whole = (await browse(ledger, asked)).documents.map(({ id }) => id);
      const pieces: string[] = [];
      let beyond: string | null = null;
      for (const { documents, last } of await partsOf({ ...asked, every: 10, limit: 20 })) {
        const piece = await browse(ledger, { ...asked, beyond, limit: documents });
        pieces.push(...piece.documents.map(({ id }) => id));
        beyond = last;
      }
      expect(pieces).toEqual(whole);
      expect(whole.length).toBeGreaterThan(20);
    }
  },
);

test('days restrict a list in every order, with both ends where they should be', async () => {
  const records = Array.from({ length: 20 }, (_, at) => makeDocument(at + 1));
  await write(records);
  const [since, until] = [records[4]?.times.claimed ?? 0, records[9]?.times.claimed ?? 0];
  for (const order of ['newest', 'oldest', 'name', 'state'] as const) {
    const found = await browse(ledger, { ...ALL, order, sinceMs: since, untilMs: until });
    const expected = records.filter(({ id }) => id >= stamp(since) && id < stamp(until)).map(({ id }) => id);
    expect(found.documents.map(({ id }) => id).sort()).toEqual(expected);
    expect(expected.length).toBeGreaterThan(3);
    const parts = await partsOf({ ...ALL, order, sinceMs: since, untilMs: until, every: 3, limit: 1 });
    expect(parts.reduce((sum, { documents }) => sum + documents, 0)).toBe(expected.length);
  }
});

const stamp = (epochMs: number): string => formatStamp(epochMs, 22);

async function partsOf(params: OutlineParams): Promise<readonly OutlinePart[]> {
  const parts: OutlinePart[] = [];
  let beyond: string | null = null;
  do {
    const page: OutlinePage = await outline(ledger, { ...params, beyond });
    parts.push(...page.parts);
    beyond = page.next;
  } while (beyond !== null);
  return parts;
}

test('a word with letters is found whatever their size, and one that looks like a pattern is taken as it is', async () => {
  await write([makeDocument(1, { name: 'Größe_Ab.1.xml' }), makeDocument(2, { name: '报关单_(2).xml' })]);
  expect((await browse(ledger, { ...ALL, words: [word('GRÖSSE')] })).documents).toEqual([]);
  expect((await browse(ledger, { ...ALL, words: [word('größe_aB')] })).documents).toHaveLength(1);
  expect((await browse(ledger, { ...ALL, words: [word('b.1')] })).documents).toHaveLength(1);
  expect((await browse(ledger, { ...ALL, words: [word('b?1')] })).documents).toEqual([]);
  expect((await browse(ledger, { ...ALL, words: [word('_(2)')] })).documents).toHaveLength(1);
});
