import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeDocument, makeReceipt, START_MS } from '../../../../../test/support/ledger/records.js';
import { businessKey, type DocumentRecord } from '../../domain/document.js';
import type { ReceiptRecord } from '../../domain/receipt.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Ledger, LedgerChange } from '../../ports/ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { type AnsweredBusiness, overdue } from './overdue.js';
import { listReceiptsByState } from './states.js';

const DEC = businessKey('DEC');
const BUSINESS: AnsweredBusiness = { key: DEC, resultWithinMs: 600_000, isAnswerKnown: true };
let directory: string;
let ledger: Ledger;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-overdue-'));
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
});

afterEach(async () => {
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

async function file(number: number, changes: Partial<DocumentRecord> = {}): Promise<DocumentRecord> {
  const document = makeDocument(number, changes.business === undefined ? {} : { business: changes.business });
  const { claimed } = document.times;
  const filed: DocumentRecord = {
    ...document,
    stage: 'filed',
    filedAs: { box: 'SentBox', path: document.name },
    times: { ...document.times, confirmed: claimed, filed: claimed },
    ...changes,
  };
  await ledger.write(
    [document, filed].map((record): LedgerChange => ({ type: 'document', record })),
    'soon',
  );
  return filed;
}

async function answer(document: DocumentRecord, number: number, changes: Partial<ReceiptRecord>): Promise<void> {
  const record = makeReceipt(number, { document: document.id, kind: 'send-result', code: '0', ...changes });
  await ledger.write([{ type: 'receipt', record, raw: new Uint8Array() }], 'soon');
}

const late = (nowMs: number): ReturnType<typeof overdue> =>
  overdue(ledger, [BUSINESS], { business: null, sinceMs: START_MS - 1_000 }, { nowMs: () => nowMs });

test('names what was sent and not answered, the longest wait first, and nothing else', async () => {
  const first = await file(1);
  const second = await file(2);
  await answer(await file(3), 3, {});
  await file(4, { stage: 'rejected', filedAs: { box: 'FailBox', path: 'x.xml' } });
  const fourth = await file(5, { business: businessKey('EDOC') });
  const report = await late(START_MS + 660_000);
  expect(report.documents.map(({ document, by }) => [document.id, by])).toEqual([
    [first.id, 'limit'],
    [second.id, 'limit'],
  ]);
  expect(report.documents.map(({ document }) => document.id)).not.toContain(fourth.id);
  expect(report.limits).toEqual([{ business: 'DEC', limitMs: 600_000, learnedMs: null, answers: 1 }]);
  expect((await late(START_MS + 601_500)).documents.map(({ document }) => document.id)).toEqual([first.id]);
});

test('a receipt that is not understood is no answer, a later one of customs is', async () => {
  const document = await file(1);
  await answer(document, 1, { kind: 'unknown', code: null });
  expect((await late(START_MS + 900_000)).documents).toHaveLength(1);
  await answer(document, 2, { kind: 'business-receipt', code: 'L', codeTable: 'channel' });
  expect((await late(START_MS + 900_000)).documents).toEqual([]);
});

describe('a message of several orders', () => {
  const keys = ['O1', 'O2', 'O3'].map((value) => ({ name: 'orderNo', value }));
  const orders = (document: DocumentRecord, number: number, names: readonly string[]): Promise<void> =>
    answer(document, number, {
      kind: 'business-receipt',
      code: '2',
      codeTable: 'ceb',
      parts: names.map((name) => ({ number: name, code: '2' })),
    });

  test('is late while one of them has no answer, though the others have theirs', async () => {
    const document = await file(1, { keys });
    await orders(document, 1, ['O1']);
    const [found] = (await late(START_MS + 900_000)).documents;
    expect(found?.document).toMatchObject({
      id: document.id,
      standing: { customs: { parts: { answered: 1, total: 3 } } },
    });
    expect((await late(START_MS + 500_000)).documents).toEqual([]);
    await orders(document, 2, ['O2']);
    expect((await late(START_MS + 900_000)).documents).toHaveLength(1);
    await orders(document, 3, ['O3']);
    expect((await late(START_MS + 900_000)).documents).toEqual([]);
  });

  test('is not late when a send result was about the whole of it, before or after', async () => {
    const before = await file(1, { keys });
    await answer(before, 1, { isSuccess: true });
    await orders(before, 2, ['O1']);
    const after = await file(3, { keys });
    await orders(after, 3, ['O1']);
    expect((await late(START_MS + 900_000)).documents.map(({ document }) => document.id)).toEqual([after.id]);
    await answer(after, 4, { isSuccess: true });
    expect((await late(START_MS + 900_000)).documents).toEqual([]);
  });
});

test('learns from the latest answers what is unusually late', async () => {
  for (let number = 1; number <= 120; number += 1)
    await answer(await file(number), number, { receivedMs: START_MS + number * 1_000 + 12_000 });
  await file(200);
  const report = await late(START_MS + 200_000 + 13_000);
  expect(report.limits[0]).toMatchObject({ learnedMs: 12_000, answers: 120 });
  expect(report.documents.map(({ by }) => by)).toEqual(['learned']);
});

test('where it is not known that answers come, there is no limit before some were seen', async () => {
  const quiet = { ...BUSINESS, isAnswerKnown: false };
  const report = (): ReturnType<typeof overdue> =>
    overdue(ledger, [quiet], { business: null, sinceMs: START_MS - 1_000 }, { nowMs: () => START_MS + 900_000 });
  await file(1);
  expect(await report()).toEqual({
    limits: [{ business: 'DEC', limitMs: null, learnedMs: null, answers: 0 }],
    documents: [],
  });
  for (let number = 2; number <= 101; number += 1) await answer(await file(number), number, {});
  expect(await report()).toMatchObject({ limits: [{ limitMs: 600_000, answers: 100 }], documents: [{ by: 'limit' }] });
});

test('receipts are listed by the state that their declaration is in now', async () => {
  const released = await file(1);
  await answer(released, 1, { kind: 'business-receipt', code: 'L', codeTable: 'channel', businessTimeMs: 1 });
  await answer(released, 2, { kind: 'business-receipt', code: 'P', codeTable: 'channel', businessTimeMs: 2 });
  await answer(await file(3), 3, { kind: 'business-receipt', code: 'L', codeTable: 'channel', businessTimeMs: 1 });
  const query = { business: null, sinceMs: null, untilMs: null, text: null, before: null, limit: 10 };
  const codes = async (states: readonly string[] | null): Promise<readonly unknown[]> =>
    (await listReceiptsByState(ledger, query, { states: null, customs: states })).map(({ receipt, state }) => [
      receipt.code,
      state?.code,
    ]);
  expect(await codes(null)).toEqual([
    ['L', 'L'],
    ['P', 'P'],
    ['L', 'P'],
  ]);
  expect(await codes(['released'])).toEqual([
    ['P', 'P'],
    ['L', 'P'],
  ]);
  expect(await codes(['L'])).toEqual([['L', 'L']]);
  expect(await codes(['deleted'])).toEqual([]);
});

test('receipts are listed by what they say themselves, refused and returned apart', async () => {
  const document = await file(1);
  const said = { kind: 'business-receipt', codeTable: 'channel' } as const;
  await answer(document, 1, { ...said, code: 'E', businessTimeMs: 1 });
  await answer(document, 2, { ...said, code: 'P', businessTimeMs: 2 });
  await answer(await file(3), 3, { kind: 'send-result', code: '-1', codeTable: 'dec-response', isSuccess: false });
  await answer(await file(4), 4, { kind: 'unknown', code: null });
  const parts = [
    { number: 'O1', code: '800' },
    { number: 'O2', code: '100' },
  ];
  await answer(await file(5), 5, { ...said, codeTable: 'ceb', code: '100', isSuccess: false, parts });
  const query = { business: null, sinceMs: null, untilMs: null, text: null, before: null, limit: 10 };
  const list = async (states: readonly string[] | null, customs: readonly string[] | null = null) =>
    (await listReceiptsByState(ledger, query, { states, customs })).map(({ receipt, says }) => [receipt.code, says]);
  expect(await list(null)).toEqual([
    ['100', 'returned'],
    [null, 'none'],
    ['-1', 'refused'],
    ['P', 'released'],
    ['E', 'returned'],
  ]);
  expect(await list(['refused'])).toEqual([['-1', 'refused']]);
  expect(await list(['returned'])).toEqual([
    ['100', 'returned'],
    ['E', 'returned'],
  ]);
  expect(await list(['E', 'none'])).toEqual([
    [null, 'none'],
    ['E', 'returned'],
  ]);
  expect(await list(['returned'], ['released'])).toEqual([['E', 'returned']]);
  expect(await list(null, ['refused'])).toEqual([['-1', 'refused']]);
});
