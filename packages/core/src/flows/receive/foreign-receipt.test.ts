import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDocument } from '../../../../../test/support/ledger/records.js';
import { openReceivingScene, type ReceivingScene, withParts } from '../../../../../test/support/receiving.js';
import { workerSettings } from '../../gateway/parts/open-jobs.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Jobs } from '../../ports/jobs.js';
import type { Ledger } from '../../ports/ledger.js';
import type { Delivery } from '../../ports/transport.js';
import { systemClock } from '../../runtime/system-clock.js';
import { createInlineJobs } from '../../workers/inline-runner.js';
import { ReceiveLine } from './receive-line.js';
import type { Receiver } from './receiver.js';

const OURS = 'DXPESW0000000000';
const OTHER = 'DXPESW0000000002';
const never = new AbortController().signal;
let directory: string;
let ledger: Ledger;
let jobs: Jobs;
let scene: ReceivingScene;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-foreign-'));
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  jobs = createInlineJobs(workerSettings(null, []));
  scene = openReceivingScene(ledger, jobs);
  const document = makeDocument(1, { keys: [{ name: 'clientSeqNo', value: 'C1' }] });
  await ledger.write([{ type: 'document', record: document }], 'durable');
});

afterEach(async () => {
  await jobs[Symbol.asyncDispose]();
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

const ANSWER = '<DecImportResponse><ResponseCode>0</ResponseCode><ClientSeqNo>C1</ClientSeqNo></DecImportResponse>';

function envelopeFor(...receivers: readonly string[]): string {
  const ids = receivers.map((id) => `<ReceiverId>${id}</ReceiverId>`).join('');
  return `<DxpMsg xmlns="http://www.chinaport.gov.cn/dxp" ver="1.0"><TransInfo><CopMsgId>X1</CopMsgId><SenderId>DXPDSWDEC0000001</SenderId><ReceiverIds>${ids}</ReceiverIds><MsgType>DECCUS001</MsgType></TransInfo><Data>${Buffer.from(ANSWER).toString('base64')}</Data></DxpMsg>`;
}

/** What became of the delivery of one body. */
async function receive(body: string, change: Partial<Receiver> = {}): Promise<string> {
  const receiving = withParts(scene.receiving, { receiver: change });
  const done: string[] = [];
  const delivery: Delivery = {
    message: { id: '', type: '', contentType: 'application/xml', headers: {}, sentAtMs: 0, body: Buffer.from(body) },
    isRedelivered: false,
    deliveryCount: 1,
    accept: async () => done.push('accepted') > 0,
    release: async () => void done.push('released'),
    refuse: async () => void done.push('refused'),
  };
  await new ReceiveLine(receiving, never).add([delivery]);
  return done.join(' ');
}

const said = (type: string): number => scene.events.filter((event) => event.type === type).length;

test('a receipt addressed to another client is kept with a warning, and answers no document of ours by its keys', async () => {
  expect(await receive(envelopeFor(OTHER))).toBe('accepted');
  expect(scene.inBox).toHaveLength(1);
  expect(scene.events.find(({ type }) => type === 'receipt.foreign')).toMatchObject({
    addressee: OTHER,
    policy: 'keep',
  });
  expect(said('receipt.linked')).toBe(0);
  // Recognised when it comes again, and told once.
  expect(await receive(envelopeFor(OTHER))).toBe('accepted');
  expect(said('receipt.foreign')).toBe(1);
});

test.each([
  ['to us', envelopeFor(OURS)],
  ['to us in other casing', envelopeFor(OURS.toLowerCase())],
  ['to us and another', envelopeFor(OTHER, OURS)],
  ['to no one', envelopeFor()],
  ['to no one, without an envelope', ANSWER],
])('addressed %s it is ours', async (_, body) => {
  expect(await receive(body, { onForeign: 'refuse' })).toBe('accepted');
  expect(said('receipt.foreign')).toBe(0);
  expect(said('receipt.linked')).toBe(1);
});

test('where the policy is to refuse, the broker is told so and nothing of it is kept', async () => {
  expect(await receive(envelopeFor(OTHER), { onForeign: 'refuse' })).toBe('refused');
  expect(scene.inBox).toEqual([]);
  expect(scene.events.map(({ type }) => type)).toEqual(['receipt.foreign']);
});

test('the answer of the platform to the message of another client is foreign', async () => {
  const answer = `<DxpRep><Response><OriHead><CopMsgId>Y</CopMsgId><SenderId>${OTHER}</SenderId></OriHead></Response></DxpRep>`;
  await receive(answer);
  expect(said('receipt.foreign')).toBe(1);
});
