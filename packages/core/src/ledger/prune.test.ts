import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { idOf, makeDocument, makeFiled, makeReceipt, START_MS } from '../../../../test/support/ledger/records.js';
import type { DocumentRecord } from '../domain/document.js';
import type { ReceiptRecord } from '../domain/receipt.js';
import type { Ledger } from '../ports/ledger.js';
import { systemClock } from '../runtime/system-clock.js';
import { LevelStore } from './level-store.js';
import { LEDGER_OPTIONS, openLedger } from './open-ledger.js';

let directory: string;
let ledger: Ledger;
const never = new AbortController().signal;
const LIMIT_MS = START_MS + 10_000;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-ledger-'));
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
});

afterEach(async () => {
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

async function writeFiled(document: DocumentRecord): Promise<DocumentRecord> {
  const filed = makeFiled(document);
  await ledger.write(
    [document, filed].map((record) => ({ type: 'document', record }) as const),
    'soon',
  );
  return filed;
}

async function writeReceipt(record: ReceiptRecord, isFlushed: boolean): Promise<void> {
  await ledger.write([{ type: 'receipt', record, raw: new Uint8Array([1]) }], 'soon');
  if (isFlushed) await ledger.write([{ type: 'receipt-flushed', id: record.id }], 'soon');
}

async function ids(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { id } of ledger.allDocuments()) found.push(id);
  return found;
}

test('forgetting leaves nothing of a closed document and its receipts but the counts, the latest id and the book', async () => {
  for (const number of [1, 2]) {
    const orders = ['O1', 'O2'].map((value) => ({ name: 'orderNo', value }));
    const filed = await writeFiled(makeDocument(number, { keys: orders }));
    await ledger.write([{ type: 'document-key', id: filed.id, key: { name: 'entryId', value: `E${number}` } }], 'soon');
    const parts = [{ number: 'O1', code: 'J' }];
    await writeReceipt(makeReceipt(number, { document: filed.id, parts }), true);
  }
  await writeReceipt(makeReceipt(3), true);
  const latest = await ledger.latestId();
  expect(await ledger.prune(LIMIT_MS, never)).toBe(2);
  expect(await ids()).toEqual([]);
  expect(await ledger.counts()).toEqual([]);
  expect(await ledger.findByKey('entryId', 'E1', 1)).toEqual([]);
  expect(await ledger.findReceiptByFingerprint(makeReceipt(1).fingerprint)).toBeNull();
  expect(await ledger.latestId()).toBe(latest);
  await ledger[Symbol.asyncDispose]();
  const store = await LevelStore.open(directory, LEDGER_OPTIONS);
  const left: string[] = [];
  for await (const keys of store.keys({ from: ' ', before: '~' }, 'ascending', 100)) left.push(...keys);
  await store[Symbol.asyncDispose]();
  const isBook = (key: string): boolean => key.startsWith('b!') || key === 'm!book';
  expect(left.some(isBook)).toBe(true);
  expect(left.filter((key) => !isBook(key))).toEqual(
    ['c!DEC\0filed', 'c!DEC\0sealed', 'm!batch', 'm!pruned', 'm!schema'].filter((key) => left.includes(key)),
  );
});

test('open documents, young ones, and those with a receipt that is young or not yet on disk stay', async () => {
  await writeFiled(makeDocument(1));
  await ledger.write([{ type: 'document', record: makeDocument(2) }], 'soon');
  await ledger.write([{ type: 'document', record: makeDocument(3, { stage: 'rejected' }) }], 'soon');
  const withYoung = await writeFiled(makeDocument(4));
  await writeReceipt(makeReceipt(20, { document: withYoung.id }), true);
  const withKept = await writeFiled(makeDocument(5));
  await writeReceipt(makeReceipt(5, { document: withKept.id }), false);
  await writeReceipt(makeReceipt(6), false);
  await writeFiled(makeDocument(10));
  await writeFiled(makeDocument(11));
  expect(await ledger.prune(LIMIT_MS, never)).toBe(1);
  expect(await ids()).toEqual([2, 3, 4, 5, 10, 11].map(idOf));
  expect(await ledger.receiptsOf(withYoung.id)).toHaveLength(1);
  expect(await ledger.receiptsOf(withKept.id)).toHaveLength(1);
  expect(await ledger.findReceipt(makeReceipt(6).id)).not.toBeNull();
});

test('an older document that stays is found by its key after a newer one of the same key is forgotten', async () => {
  const keys = [{ name: 'clientSeqNo', value: 'same' }];
  const open = makeDocument(1, { keys });
  await ledger.write([{ type: 'document', record: open }], 'soon');
  await writeFiled(makeDocument(2, { keys }));
  expect(await ledger.prune(LIMIT_MS, never)).toBe(1);
  expect(await ledger.findByKey('clientSeqNo', 'same', 1)).toEqual([open]);
});

test('more than one slice is forgotten while others write, and an abort stops between two slices', async () => {
  const documents = Array.from({ length: 350 }, (_, number) => makeDocument(number));
  await ledger.write(
    documents.map((record) => ({ type: 'document', record }) as const),
    'soon',
  );
  await ledger.write(
    documents.map((record) => ({ type: 'document', record: makeFiled(record) }) as const),
    'soon',
  );
  const stop = new AbortController();
  stop.abort();
  expect(await ledger.prune(START_MS + 1_000_000, stop.signal)).toBe(0);
  const pruning = ledger.prune(START_MS + 1_000_000, never);
  const late = makeDocument(2_000);
  await ledger.write([{ type: 'document', record: late }], 'durable');
  expect(await pruning).toBe(350);
  expect(await ids()).toEqual([late.id]);
  expect(await ledger.counts()).toEqual([{ business: 'DEC', stage: 'sealed', documents: 1 }]);
});
