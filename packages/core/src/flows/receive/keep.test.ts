import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeDocument, makeFiled } from '../../../../../test/support/ledger/records.js';
import { openReceivingScene } from '../../../../../test/support/receiving.js';
import type { SwicEvent } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import type { DocumentId } from '../../domain/document.js';
import { stateOfReceipts } from '../../domain/receipts/declaration-state.js';
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
import type { Receiving } from './receiver.js';
import { Recognition } from './recognition.js';

let directory: string;
let ledger: Ledger;
let jobs: Jobs;
let inBox: readonly string[];
let events: readonly SwicEvent[];
let receiving: Receiving;
let recognition: Recognition;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-receive-'));
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  jobs = createInlineJobs(workerSettings(null, []));
  ({ receiving, inBox, events } = openReceivingScene(ledger, jobs));
  recognition = new Recognition();
});

afterEach(async () => {
  await jobs[Symbol.asyncDispose]();
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

function result(number: number): string {
  return `<DecImportResponse xmlns="http://www.chinaport.gov.cn/dec"><ResponseCode>0</ResponseCode><ErrorMessage/><ClientSeqNo>C${number}</ClientSeqNo><SeqNo>I2000${String(number).padStart(13, '0')}</SeqNo></DecImportResponse>`;
}

function receipt(number: number, channel: string, minute: number, names: 'both' | 'seqNo' | 'entryId'): string {
  const seqNo = names === 'entryId' ? '' : `I2000${String(number).padStart(13, '0')}`;
  const entryId = names === 'seqNo' ? '' : `00002025${String(number).padStart(10, '0')}`;
  return `<DEC_RESULT><CUS_CIQ_NO>${seqNo}</CUS_CIQ_NO><ENTRY_ID>${entryId}</ENTRY_ID><NOTICE_DATE>2025-01-01T10:${String(minute).padStart(2, '0')}:00</NOTICE_DATE><CHANNEL>${channel}</CHANNEL></DEC_RESULT>`;
}

interface Arriving {
  readonly isRedelivered?: boolean;
  /** The broker answers what follows the acceptance. */
  readonly isSeen?: boolean;
  readonly id?: string;
}

async function receive(
  bodies: readonly string[],
  { isRedelivered = false, isSeen = false, id = '' }: Arriving = {},
): Promise<void> {
  const messages = bodies.map((body) => Buffer.from(body));
  const unsealed = await jobs.unseal(messages, new AbortController().signal);
  const batch = messages.map((body, index) => {
    const message = { id, type: '', contentType: 'application/xml', headers: {}, sentAtMs: 0, body } as const;
    const delivery = { message, isRedelivered, accept: async () => isSeen } as unknown as Delivery;
    const found = unsealed[index];
    if (found === undefined) throw new Error('every body is opened');
    return { delivery, unsealed: found };
  });
  const kept = await keepBatch(receiving, batch, recognition);
  await depositAll(receiving, kept);
  await recordDeposits(receiving, kept, await acceptAll(batch.map(({ delivery }) => delivery)));
}

/** Cuts a list into batches at some of its places. */
function cut<T>(all: readonly T[], cuts: readonly boolean[]): readonly (readonly T[])[] {
  const batches: T[][] = [[]];
  all.forEach((each, index) => {
    if (index > 0 && cuts[index] === true) batches.push([]);
    batches.at(-1)?.push(each);
  });
  return batches;
}

test('any order of receipts, in any batches, links all of them and gives the same state', async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
      fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      async (order, cuts) => {
        number += 1;
        const document = makeFiled(makeDocument(number));
        await ledger.write([{ type: 'document', record: makeDocument(number) }], 'soon');
        await ledger.write([{ type: 'document', record: document }], 'soon');
        const all = [
          result(number),
          receipt(number, '7', 1, 'seqNo'),
          receipt(number, 'L', 2, 'both'),
          receipt(number, 'J', 3, 'entryId'),
          receipt(number, 'P', 4, 'entryId'),
          receipt(number, 'R', 5, 'seqNo'),
        ];
        for (const batch of cut(
          order.map((index) => all[index] ?? ''),
          cuts,
        ))
          await receive(batch);
        const receipts = await ledger.receiptsOf(document.id);
        expect(receipts.map(({ code }) => code).sort()).toEqual(['0', '7', 'J', 'L', 'P', 'R']);
        expect(stateOfReceipts(receipts, [])).toMatchObject({ phase: 'closed', mark: { code: 'R' } });
        for (const [name, value] of [
          ['seqNo', `I2000${String(number).padStart(13, '0')}`],
          ['entryId', `00002025${String(number).padStart(10, '0')}`],
        ] as const)
          expect((await ledger.findByKey(name, value, 1)).map(({ id }) => id)).toEqual([document.id]);
      },
    ),
    { numRuns: 60 },
  );
}, 30_000);

test('a receipt before its send result, in the same batch, is linked by it and says so', async () => {
  const document = makeDocument(1);
  await ledger.write([{ type: 'document', record: document }], 'soon');
  await receive([receipt(1, 'L', 1, 'both'), result(1)]);
  expect(await ledger.receiptsOf(document.id)).toHaveLength(2);
  const linked = events.filter((event) => event.type === 'receipt.linked');
  expect(linked.map((event) => [event.document, event.by])).toEqual([
    [document.id, 'clientSeqNo'],
    [document.id, 'seqNo'],
  ]);
  expect(inBox).toHaveLength(2);
});

test('a receipt known only by what another unlinked receipt teaches is linked in the end', async () => {
  const document = makeDocument(2);
  await ledger.write([{ type: 'document', record: document }], 'soon');
  await receive([receipt(2, 'P', 3, 'entryId')]);
  await receive([receipt(2, 'L', 1, 'both')]);
  expect(await ledger.receiptsOf(document.id as DocumentId)).toHaveLength(0);
  await receive([result(2)]);
  expect(await ledger.receiptsOf(document.id as DocumentId)).toHaveLength(3);
});

test('the same receipt again is told as a duplicate and neither kept nor deposited twice', async () => {
  const document = makeDocument(3);
  await ledger.write([{ type: 'document', record: document }], 'soon');
  await receive([result(3)]);
  recognition = new Recognition();
  await receive([result(3)], { isRedelivered: true });
  recognition = new Recognition();
  await receive([result(3)], { isRedelivered: true });
  expect(inBox).toHaveLength(1);
  expect(events.filter(({ type }) => type === 'receipt.duplicate')).toHaveLength(2);
  expect(await ledger.receiptsOf(document.id as DocumentId)).toHaveLength(1);
});

test('the same refusal for a second document, without a message id, is a receipt of its own and named after that', async () => {
  const same = { keys: [{ name: 'clientSeqNo', value: 'C8' }] };
  const [first, second] = [makeDocument(81, same), makeDocument(82, same)];
  const refusal = '<DecImportResponse><ResponseCode>-1</ResponseCode><ClientSeqNo>C8</ClientSeqNo></DecImportResponse>';
  for (const record of [first, second]) {
    await ledger.write([{ type: 'document', record }], 'soon');
    await ledger.write([{ type: 'document', record: makeFiled(record) }], 'soon');
  }
  await receive([refusal, refusal]);
  expect(inBox).toEqual([`DecImportResponse_${first.name}_-1.xml`, `DecImportResponse_${second.name}_-1.xml`]);
  // Both come again after the session was lost, and a third that the first session never gave out.
  recognition = new Recognition();
  await receive([refusal, refusal, refusal], { isRedelivered: true });
  expect(events.filter(({ type }) => type === 'receipt.duplicate')).toHaveLength(2);
  expect(inBox).toHaveLength(3);
  expect(await ledger.receiptsOf(first.id)).toHaveLength(1);
});

/** Two documents of one number that are filed, the second after the first was answered; the answer to both is the same. */
async function answerFirst(
  arriving: Arriving,
): Promise<{ second: DocumentId; answer: string; names: readonly string[] }> {
  const same = { keys: [{ name: 'clientSeqNo', value: 'C8' }] };
  const [first, second] = [makeDocument(81, same), makeDocument(82, same)];
  const file = async (record: typeof first): Promise<void> => {
    await ledger.write([{ type: 'document', record }], 'soon');
    await ledger.write([{ type: 'document', record: makeFiled(record) }], 'soon');
  };
  await file(first);
  await receive([result(8)], arriving);
  await file(second);
  recognition = new Recognition();
  const names = [first, second].map(({ name }) => `DecImportResponse_${name}_0.xml`);
  return { second: second.id, answer: result(8), names };
}

test('the answer to a second document that only came in a redelivery is not taken for the first, which was accepted', async () => {
  const { second, answer, names } = await answerFirst({ isSeen: true });
  await receive([answer], { isRedelivered: true });
  expect(inBox).toEqual(names);
  expect(await ledger.receiptsOf(second)).toHaveLength(1);
});

test('a redelivery that may be the first answer or the second is kept, and proves nothing about the second document', async () => {
  const { second, answer, names } = await answerFirst({ isSeen: false });
  await receive([answer], { isRedelivered: true });
  expect(inBox).toEqual([names[0], names[0]]);
  expect(await ledger.receiptsOf(second)).toEqual([]);
});

test('an answer with the message id and the bytes of another is the answer to the document that waits for one', async () => {
  const { second, answer, names } = await answerFirst({ id: 'CONSTANT' });
  await receive([answer], { id: 'CONSTANT' });
  expect(inBox).toEqual(names);
  expect(await ledger.receiptsOf(second)).toHaveLength(1);
  // With nothing that waits, the id tells that it is the same again.
  await receive([answer], { id: 'CONSTANT' });
  expect(inBox).toEqual(names);
});

test('a redelivery that was recognised and accepted is in doubt no longer', async () => {
  const { second, answer, names } = await answerFirst({ isSeen: false });
  const [first] = (await ledger.findByKey('clientSeqNo', 'C8', 2)).filter(({ id }) => id !== second);
  await receive([answer], { isSeen: true });
  recognition = new Recognition();
  await receive([answer], { isRedelivered: true, isSeen: true });
  recognition = new Recognition();
  await receive([answer], { isRedelivered: true });
  // The first was in doubt and is not; what comes once more now is new.
  expect(inBox).toHaveLength(names.length + 1);
  expect((await ledger.receiptsOf(first?.id as DocumentId)).every(({ acceptedMs }) => acceptedMs !== null)).toBe(true);
});

test('a batch that could not be written counts no redelivery twice', async () => {
  await receive([result(7)]);
  recognition = new Recognition();
  vi.spyOn(ledger, 'write').mockRejectedValueOnce(new Fault('disk.full'));
  const body = Buffer.from(result(7));
  const message = { id: '', type: '', contentType: 'application/xml', headers: {}, sentAtMs: 0, body } as const;
  const other = { ...message, body: Buffer.from(result(8)) };
  const unsealed = await jobs.unseal([body, other.body], new AbortController().signal);
  const batch = [message, other].flatMap((one, index) => {
    const delivery = { message: one, isRedelivered: true, accept: async () => undefined } as unknown as Delivery;
    const found = unsealed[index];
    return found === undefined ? [] : [{ delivery, unsealed: found }];
  });
  await expect(keepBatch(receiving, batch, recognition)).rejects.toMatchObject({ code: 'disk.full' });
  const kept = await keepBatch(receiving, batch, recognition);
  const fresh = kept.filter(({ isNew }) => isNew);
  expect(fresh.map(({ record }) => record.keys[0]?.value)).toEqual(['C8']);
  expect(events.filter(({ type }) => type === 'receipt.duplicate')).toHaveLength(2);
});

test('of two documents with one number, each gets the answer that names its file', async () => {
  const same = { keys: [{ name: 'clientSeqNo', value: 'C9' }] };
  const [first, second] = [makeDocument(91, same), makeDocument(92, same)];
  for (const record of [first, second]) await ledger.write([{ type: 'document', record }], 'soon');
  const answer = (name: string, code: string): string =>
    `<DxpMsg xmlns="http://www.chinaport.gov.cn/dxp" ver="1.0"><TransInfo><CopMsgId>P${code}</CopMsgId></TransInfo><Data>${Buffer.from(
      `<DecImportResponse><ResponseCode>${code}</ResponseCode><ClientSeqNo>C9</ClientSeqNo></DecImportResponse>`,
    ).toString('base64')}</Data><AddInfo><FileName>${name}</FileName></AddInfo></DxpMsg>`;
  await receive([answer(first.name, '0'), answer(second.name, '-1')]);
  const codesOf = async (id: DocumentId): Promise<readonly unknown[]> =>
    (await ledger.receiptsOf(id)).map(({ code }) => code);
  expect(await codesOf(first.id)).toEqual(['0']);
  expect(await codesOf(second.id)).toEqual(['-1']);
});

test('an order and its list share a number: each answer finds its own, and the tax bill finds the list', async () => {
  const guid = (number: number): string => `00000000-0000-4000-8000-00000000000${number}`;
  const commerce = (number: number, root: string, ...keys: readonly [string, string][]) => ({
    ...makeDocument(number),
    root,
    keys: [...keys, ['orderNo', 'ORDER-1'] as const].map(([name, value]) => ({ name, value })),
  });
  const order = commerce(1, 'CEB311Message', ['guid', guid(1)]);
  const list = commerce(2, 'CEB621Message', ['guid', guid(2)], ['copNo', 'COP-1']);
  for (const each of [order, list]) {
    await ledger.write([{ type: 'document', record: each }], 'soon');
    await ledger.write([{ type: 'document', record: makeFiled(each) }], 'soon');
  }
  const xml = (number: string, content: string): string =>
    `<CEB${number}Message xmlns="http://www.chinaport.gov.cn/ceb" guid="${guid(9)}">${content}</CEB${number}Message>`;
  await receive([
    xml(
      '312',
      `<OrderReturn><guid>${guid(7)}</guid><orderNo>ORDER-1</orderNo><returnStatus>2</returnStatus></OrderReturn>`,
    ),
  ]);
  await receive([
    xml('816', '<Tax><TaxHeadRd><guid>T</guid><invtNo>00002025I000000001</invtNo><status>1</status></TaxHeadRd></Tax>'),
    xml(
      '622',
      `<InventoryReturn><guid>${guid(8)}</guid><copNo>COP-1</copNo><invtNo>00002025I000000001</invtNo><returnStatus>800</returnStatus></InventoryReturn>`,
    ),
  ]);
  const roots = async (id: DocumentId): Promise<readonly string[]> =>
    (await ledger.receiptsOf(id)).map(({ root }) => root).sort();
  expect(await roots(order.id)).toEqual(['CEB312Message']);
  expect(await roots(list.id)).toEqual(['CEB622Message', 'CEB816Message']);
});
