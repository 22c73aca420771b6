import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDocument, makeFiled } from '../../../../../test/support/ledger/records.js';
import { openReceivingScene, withParts } from '../../../../../test/support/receiving.js';
import type { SwicEvent } from '../../contract/events.js';
import { businessKey, type DocumentRecord } from '../../domain/document.js';
import type { ReceiptRecord } from '../../domain/receipt.js';
import { workerSettings } from '../../gateway/parts/open-jobs.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Jobs } from '../../ports/jobs.js';
import type { Ledger } from '../../ports/ledger.js';
import type { Delivery } from '../../ports/transport.js';
import { systemClock } from '../../runtime/system-clock.js';
import { createInlineJobs } from '../../workers/inline-runner.js';
import { acceptAll } from './accept.js';
import { depositAll, recordDeposits } from './deposit.js';
import { keepBatch } from './keep.js';
import { depositKept } from './kept.js';
import type { ReceiveDesk, Receiving } from './receiver.js';
import { Recognition } from './recognition.js';

let directory: string;
let ledger: Ledger;
let jobs: Jobs;
let events: readonly SwicEvent[];
/** `business/file name`, in the order of the deposits. */
let deposited: string[];
/** Businesses whose InBox is away. */
let away: Set<string>;
let receiving: Receiving;
let recognition: Recognition;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-several-'));
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  jobs = createInlineJobs(workerSettings(null, []));
  deposited = [];
  away = new Set();
  recognition = new Recognition();
  const scene = openReceivingScene(ledger, jobs);
  events = scene.events;
  const usual = scene.receiving.receiver.desk([]);
  const deskOf = (name: string): ReceiveDesk => ({
    ...usual,
    business: businessKey(name),
    inBox: {
      deposit: async (fileName: string) => {
        deposited.push(`${name}/${fileName}`);
        return { fileName, outcome: 'written' };
      },
      flush: async () => undefined,
    },
  });
  const desks = new Map(['DEC', 'COO', 'IMPCEB', 'OTHERS'].map((name) => [name, deskOf(name)]));
  receiving = withParts(scene.receiving, {
    receiver: {
      desk: (businesses) => {
        const known = [...businesses, businessKey('OTHERS')].flatMap((business) => desks.get(business) ?? []);
        return known[0] ?? usual;
      },
    },
    incoming: { inBoxTroubles: { has: (desk) => away.has(desk.business), add: () => undefined } },
  });
});

afterEach(async () => {
  await jobs[Symbol.asyncDispose]();
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

async function sent(
  number: number,
  business: string,
  keys: DocumentRecord['keys'],
  root: string,
): Promise<DocumentRecord> {
  const document = makeDocument(number, { business: businessKey(business), keys, root });
  await ledger.write([{ type: 'document', record: document }], 'soon');
  await ledger.write([{ type: 'document', record: makeFiled(document) }], 'soon');
  return document;
}

const certificate = (number: number): Promise<DocumentRecord> =>
  sent(number, 'COO', [{ name: 'certNo', value: `C${String(number)}` }], 'Certificate');
const declaration = (number: number): Promise<DocumentRecord> =>
  sent(number, 'DEC', [{ name: 'clientSeqNo', value: `S${String(number)}` }], 'DecMessage');

const fileRet = (number: number, type: string): string =>
  `<FileRet><CertNo>C${String(number)}</CertNo><RetType>${type}</RetType></FileRet>`;
const result = (number: number, channel: string): string =>
  `<DEC_RESULT><CUS_CIQ_NO>I${String(number)}</CUS_CIQ_NO><CLIENTSEQ_NO>S${String(number)}</CLIENTSEQ_NO><CHANNEL>${channel}</CHANNEL></DEC_RESULT>`;
const order = (number: string, status: string): string =>
  `<OrderReturn><guid>G${number}</guid><orderNo>${number}</orderNo><returnStatus>${status}</returnStatus></OrderReturn>`;

type End = 'accepted' | 'kept' | 'deposited';

/** As the line does it, up to a step. */
async function receive(
  body: string,
  { end = 'accepted' as End, isRedelivered = false, id = 'P1' } = {},
): Promise<void> {
  const bytes = Buffer.from(body);
  const [unsealed] = await jobs.unseal([bytes], new AbortController().signal);
  const message = { id, type: '', contentType: 'application/xml', headers: {}, sentAtMs: 0, body: bytes } as const;
  const delivery = { message, isRedelivered, accept: async () => true } as unknown as Delivery;
  if (unsealed === undefined) throw new Error('every body is opened');
  const kept = await keepBatch(receiving, [{ delivery, unsealed }], recognition);
  try {
    if (end === 'kept') return;
    await depositAll(receiving, kept);
    await recordDeposits(receiving, kept, end === 'accepted' ? await acceptAll([delivery]) : new Set());
  } finally {
    for (const planned of kept) receiving.incoming.inHand.release(planned);
  }
}

async function statesOf(documents: readonly DocumentRecord[]): Promise<readonly string[]> {
  const found = await Promise.all(documents.map(({ id }) => ledger.findDocument(id)));
  return found.map((document) => document?.standing?.customs?.state ?? 'none');
}

async function allReceipts(): Promise<readonly ReceiptRecord[]> {
  const nothing = { business: null, sinceMs: null, untilMs: null, text: null, before: null };
  return ledger.listReceipts({ ...nothing, limit: 5_000 });
}

test('each receipt of a message is that of its own document, in one file that is named after the refused one', async () => {
  const documents = [await certificate(1), await certificate(2), await certificate(3)];
  await receive(`<L>${fileRet(1, '1')}${fileRet(2, '2')}${fileRet(3, '1')}</L>`);
  expect(await statesOf(documents)).toEqual(['taken', 'refused', 'taken']);
  expect(deposited).toEqual(['COO/FileRet_报关单 2.xml_2.xml']);
  const receipts = await Promise.all(documents.map(({ id }) => ledger.receiptsOf(id)));
  expect(receipts.map((own) => own.map(({ code, fileName }) => [code, fileName]))).toEqual(
    ['1', '2', '1'].map((code) => [[code, 'FileRet_报关单 2.xml_2.xml']]),
  );
  expect(
    (await allReceipts()).every(({ depositedMs, acceptedMs }) => depositedMs !== null && acceptedMs !== null),
  ).toBe(true);
  const told = events.filter((event) => event.type === 'receipt.deposited');
  expect(told.map(({ document, isSuccess }) => [document, isSuccess]).sort()).toEqual(
    documents.map(({ id }, index) => [id, index !== 1]),
  );
  expect(events.filter((event) => event.type === 'receipt.linked')).toHaveLength(3);
});

test('the number that one of several receipts teaches links the later receipts of its own document alone', async () => {
  const documents = [await declaration(1), await declaration(2)];
  await receive(`<DEC_DATA>${result(1, 'L')}${result(2, 'L')}</DEC_DATA>`);
  const later = `<DEC_RESULT><CUS_CIQ_NO>I2</CUS_CIQ_NO><CHANNEL>E</CHANNEL></DEC_RESULT>`;
  await receive(later, { id: 'P2' });
  expect(await statesOf(documents)).toEqual(['accepted', 'returned']);
});

test('two words about one declaration in one message are two receipts of it', async () => {
  const documents = [await declaration(1)];
  await receive(`<DEC_DATA>${result(1, 'L')}${result(1, 'P')}</DEC_DATA>`);
  expect(await statesOf(documents)).toEqual(['released']);
  expect(await allReceipts()).toHaveLength(2);
});

test('a message about documents of two businesses is once in the InBox of each', async () => {
  const documents = [await declaration(1), await certificate(2), await declaration(3)];
  const body = `<L>${result(1, 'P')}${fileRet(2, '2')}${result(3, 'E')}</L>`;
  away.add('DEC');
  await receive(body);
  expect(await statesOf(documents)).toEqual(['released', 'refused', 'returned']);
  expect(deposited).toEqual(['COO/FileRet_报关单 2.xml_2.xml']);
  away.clear();
  await depositKept(receiving, { business: businessKey('DEC'), hasMachineRestarted: false });
  expect(deposited).toEqual(['COO/FileRet_报关单 2.xml_2.xml', 'DEC/DEC_RESULT_报关单 3.xml_E.xml']);
  expect((await allReceipts()).filter(({ depositedMs }) => depositedMs === null)).toEqual([]);
});

test.each(['kept', 'deposited', 'accepted'] as const)(
  'delivered again after it was %s, it is the same receipts and the same files',
  async (end) => {
    const documents = [await declaration(1), await certificate(2), await certificate(3)];
    const body = `<L>${result(1, 'P')}${fileRet(2, '2')}${fileRet(3, '1')}</L>`;
    await receive(body, { end });
    await receive(body, { isRedelivered: true });
    expect(await statesOf(documents)).toEqual(['released', 'refused', 'taken']);
    expect(await allReceipts()).toHaveLength(3);
    expect([...deposited].sort()).toEqual(['COO/FileRet_报关单 2.xml_2.xml', 'DEC/DEC_RESULT_报关单 1.xml_P.xml']);
    expect((await allReceipts()).every(({ depositedMs }) => depositedMs !== null)).toBe(true);
  },
);

test('orders of two messages in one answer are judged by their own message, and those of one message together', async () => {
  const orders = (number: number, ...names: readonly string[]): Promise<DocumentRecord> =>
    sent(
      number,
      'IMPCEB',
      names.map((value) => ({ name: 'orderNo', value })),
      'CEB311Message',
    );
  const documents = [await orders(1, 'O1', 'O2'), await orders(2, 'O3')];
  await receive(
    `<CEB312Message guid="R">${order('O1', '120')}${order('O3', '100')}${order('O2', '120')}</CEB312Message>`,
  );
  expect(await statesOf(documents)).toEqual(['accepted', 'returned']);
  const [first, second] = await Promise.all(documents.map(({ id }) => ledger.receiptsOf(id)));
  expect(first?.map(({ parts }) => parts.map(({ number }) => number))).toEqual([['O1', 'O2']]);
  expect(second?.map(({ parts }) => parts.map(({ number }) => number))).toEqual([['O3']]);
  expect(deposited).toHaveLength(1);
});

test('receipts that no document is known for wait apart, and each finds its own when its number is learned', async () => {
  const documents = [await declaration(1), await declaration(2)];
  const early = (number: number): string =>
    `<DEC_RESULT><CUS_CIQ_NO>I${String(number)}</CUS_CIQ_NO><CHANNEL>E</CHANNEL></DEC_RESULT>`;
  await receive(`<L>${early(1)}${early(2)}</L>`);
  expect(await statesOf(documents)).toEqual(['none', 'none']);
  await receive(result(2, 'L'), { id: 'P2' });
  expect(await statesOf(documents)).toEqual(['none', 'returned']);
  await receive(result(1, 'L'), { id: 'P3' });
  expect(await statesOf(documents)).toEqual(['returned', 'returned']);
});

test('any list of answers, cut off anywhere and delivered again, gives each document its own answer', async () => {
  let number = 0;
  const types = fc.array(fc.constantFrom('1', '2'), { minLength: 2, maxLength: 6 });
  const ends = fc.constantFrom<End>('kept', 'deposited', 'accepted');
  await fc.assert(
    fc.asyncProperty(types, ends, fc.boolean(), async (list, end, isStarted) => {
      const documents: DocumentRecord[] = [];
      for (const _ of list) documents.push(await certificate(++number));
      const first = number - list.length + 1;
      const body = `<L>${list.map((type, index) => fileRet(first + index, type)).join('')}</L>`;
      const count = deposited.length;
      await receive(body, { end, id: `P${String(number)}` });
      if (isStarted) await depositKept(receiving, { business: null, hasMachineRestarted: false });
      await receive(body, { id: `P${String(number)}`, isRedelivered: true });
      expect(await statesOf(documents)).toEqual(list.map((type) => (type === '1' ? 'taken' : 'refused')));
      expect(deposited).toHaveLength(count + 1);
      const receipts = await Promise.all(documents.map(({ id }) => ledger.receiptsOf(id)));
      expect(receipts.every((own) => own.length === 1 && own[0]?.depositedMs !== null)).toBe(true);
    }),
    { numRuns: 40 },
  );
}, 30_000);
