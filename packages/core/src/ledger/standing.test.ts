import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDocument, makeFiled, makeReceipt } from '../../../../test/support/ledger/records.js';
import { concernOf } from '../domain/concern.js';
import type { DocumentId, DocumentRecord } from '../domain/document.js';
import type { ReceiptRecord } from '../domain/receipt.js';
import { advanceCustoms } from '../domain/receipts/customs.js';
import type { Customs } from '../domain/receipts/customs-state.js';
import { ANY_DOCUMENT, type Ledger, type LedgerChange } from '../ports/ledger.js';
import { systemClock } from '../runtime/system-clock.js';
import { LevelStore } from './level-store.js';
import { LEDGER_OPTIONS, openLedger } from './open-ledger.js';

const ALL = { ...ANY_DOCUMENT, limit: 100 } as const;

let directory: string;
let ledger: Ledger;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-ledger-'));
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
});

afterEach(async () => {
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

const write = (...changes: readonly LedgerChange[]): Promise<void> => ledger.write(changes, 'durable');

async function fileDocument(number: number, origin: DocumentId | null = null): Promise<DocumentRecord> {
  const document = makeFiled(makeDocument(number, { origin }));
  await write({ type: 'document', record: { ...document, stage: 'sealed', filedAs: null } });
  await write({ type: 'document', record: document });
  return document;
}

async function receive(number: number, changes: Partial<ReceiptRecord>): Promise<void> {
  const record = makeReceipt(number, { codeTable: 'channel', ...changes });
  await write({ type: 'receipt', record, raw: new Uint8Array([1]) });
}

async function concerning(): Promise<readonly string[]> {
  const found = await ledger.listDocuments({ ...ALL, isConcerning: true });
  return found.map(({ name }) => name);
}

const find = async (id: DocumentId): Promise<DocumentRecord> => {
  const document = await ledger.findDocument(id);
  if (document === null) throw new RangeError(id);
  return document;
};

test('a declaration that customs returned is found as returned, and waits for a person, also after a restart', async () => {
  const [fine, returned] = [await fileDocument(1), await fileDocument(2)];
  await receive(1, { document: fine.id, code: 'P' });
  await receive(2, { document: returned.id, code: 'E' });
  await ledger[Symbol.asyncDispose]();
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  const list = async (customs: 'returned' | 'released' | 'none'): Promise<readonly string[]> =>
    (await ledger.listDocuments({ ...ALL, customs: [customs] })).map(({ name }) => name);
  expect(await list('returned')).toEqual([returned.name]);
  expect(await list('released')).toEqual([fine.name]);
  expect(await list('none')).toEqual([]);
  expect(await concerning()).toEqual([returned.name]);
  expect(await ledger.standings(null)).toEqual([
    { business: 'DEC', standing: 'released', documents: 1, concerning: 0 },
    { business: 'DEC', standing: 'returned', documents: 1, concerning: 1 },
  ]);
  expect(await ledger.standings('20261123')).toEqual(await ledger.standings(null));
  expect(await ledger.standings('20261122')).toEqual([]);
});

test('a refusal by the platform without any code of a table is a refusal', async () => {
  const document = await fileDocument(1);
  await receive(1, { document: document.id, kind: 'send-result', isSuccess: false, code: null, codeTable: null });
  expect((await find(document.id)).standing?.customs).toMatchObject({ state: 'refused' });
  await receive(2, { document: document.id, kind: 'send-result', isSuccess: false, code: 'X9', codeTable: null });
  expect(concernOf(await find(document.id))).toBe('refused');
});

test('a code that no table knows is not taken for good', async () => {
  const document = await fileDocument(1);
  await receive(1, { document: document.id, code: '?', codeTable: 'channel' });
  expect((await find(document.id)).standing?.customs).toMatchObject({ state: 'unclear', code: '?' });
});

test('a receipt that is linked later counts as if it had come in time, and a stale record takes nothing back', async () => {
  const document = await fileDocument(1);
  const early = makeReceipt(1, { codeTable: 'channel', code: 'E' });
  await write({ type: 'receipt', record: early, raw: new Uint8Array([1]) });
  expect(await concerning()).toEqual([]);
  await write({ type: 'receipt-updated', record: { ...early, document: document.id } });
  await write({ type: 'document', record: document });
  expect(await concerning()).toEqual([document.name]);
});

test('numbers that receipts taught are part of the document: found by any part of them', async () => {
  const document = await fileDocument(1);
  const key = { name: 'entryId', value: '530120261234567890' };
  await write({ type: 'document-key', id: document.id, key });
  await write({ type: 'document-key', id: document.id, key });
  expect((await find(document.id)).standing?.learned).toEqual([key]);
  const found = await ledger.listDocuments({ ...ALL, text: '4567' });
  expect(found.map(({ id }) => id)).toEqual([document.id]);
});

test('a successor replaces what was returned, and a word of a person handles it, until there is new trouble', async () => {
  const [first, second] = [await fileDocument(1), await fileDocument(2)];
  await receive(1, { document: first.id, code: 'E' });
  await receive(2, { document: second.id, code: 'E' });
  await fileDocument(3, first.id);
  expect(await concerning()).toEqual([second.name]);
  const handled = { by: 'a person', atMs: 1, note: '', of: 'returned:channel:E:1795399202500' };
  await write({ type: 'document-handled', id: second.id, handled });
  expect(await concerning()).toEqual([]);
  await receive(4, { document: second.id, code: 'Z' });
  expect(await concerning()).toEqual([second.name]);
});

test('any order in which receipts come gives the same state', () => {
  const receipt = fc.record({
    code: fc.constantFrom('E', 'Z', 'P', 'L', '7', 'R', 'C', '?', null),
    kind: fc.constantFrom('send-result' as const, 'business-receipt' as const),
    isSuccess: fc.constantFrom(true, false, null),
    businessTimeMs: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
  });
  const fold = (all: readonly ReceiptRecord[]): Customs | null =>
    all.reduce<Customs | null>((before, one) => advanceCustoms(before, one, []), null);
  fc.assert(
    fc.property(
      fc
        .array(receipt, { maxLength: 8 })
        .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        const make = (changes: Partial<ReceiptRecord>): ReceiptRecord =>
          makeReceipt(1, { codeTable: 'channel', receivedMs: 0, ...changes });
        expect(fold(shuffled.map(make))).toEqual(fold(all.map(make)));
      },
    ),
  );
});

test('a ledger of version 1 learns all this once, when it is opened', async () => {
  const [first, second] = [await fileDocument(1), await fileDocument(2)];
  await receive(1, { document: first.id, code: 'E' });
  await receive(2, { document: second.id, code: 'E' });
  await write({ type: 'document-key', id: second.id, key: { name: 'seqNo', value: 'I20260000001' } });
  await fileDocument(3, first.id);
  const [before, standings] = [await find(second.id), await ledger.standings(null)];
  await ledger[Symbol.asyncDispose]();
  const store = await LevelStore.open(directory, LEDGER_OPTIONS);
  const old: { key: string; value: string | null }[] = [{ key: 'm!schema', value: '1' }];
  for await (const entries of store.entries({ from: ' ', before: '~' }, 'ascending', 100))
    for (const [key, value] of entries) {
      if (/^[qye]!/.test(key)) old.push({ key, value: null });
      if (!key.startsWith('d!')) continue;
      const { standing: _, ...rest } = JSON.parse(value) as Record<string, unknown>;
      old.push({ key, value: JSON.stringify(rest) });
    }
  await store.write(old, true);
  await store[Symbol.asyncDispose]();
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  expect(await find(second.id)).toEqual(before);
  expect(await ledger.standings(null)).toEqual(standings);
  expect(await concerning()).toEqual([second.name]);
});
