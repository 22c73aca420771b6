import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { declaration } from '../../../../../test/support/documents.js';
import { workerSettings } from '../../../../../test/support/jobs.js';
import { makeDocument, makeReceipt } from '../../../../../test/support/ledger/records.js';
import { concernOf } from '../../domain/concern.js';
import { businessKey } from '../../domain/document.js';
import { proofFor } from '../../flows/send/look-back.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Jobs } from '../../ports/jobs.js';
import type { Ledger } from '../../ports/ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { createInlineJobs } from '../../workers/inline-runner.js';
import { recordFiled } from './record-filed.js';

const DEC = businessKey('DEC');
const KEYS = [{ name: 'clientSeqNo', value: `T${'1'.padStart(17, '0')}` }];
const DAY_MS = 86_400_000;
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'swic-rebuilt-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** A document of unknown outcome, and an answer with its number and without its message id. */
async function writeUnknownAndAnswer(ledger: Ledger) {
  const unknown = makeDocument(1, { keys: KEYS, stage: 'unknown' });
  await ledger.write([{ type: 'document', record: { ...unknown, stage: 'sealed' } }], 'durable');
  await ledger.write([{ type: 'document', record: unknown }], 'durable');
  const answer = makeReceipt(2, { keys: KEYS, kind: 'send-result', isSuccess: true });
  await ledger.write([{ type: 'receipt', record: answer, raw: Buffer.from('x') }], 'durable');
  return { unknown, answer };
}

test('a document whose record is made from SentBox keeps its numbers: its late answer does not settle another one', async () => {
  await using ledger = await openLedger(path.join(directory, 'ledger'), LEDGER_OPTIONS, systemClock);
  await using jobs = createInlineJobs(workerSettings());
  mkdirSync(path.join(directory, '20261122'));
  writeFileSync(path.join(directory, '20261122', 'a_20261122100000000.xml'), declaration(1));
  writeFileSync(path.join(directory, '20261122', 'b_20261122100000000.xml'), 'no document');
  expect(
    await recordFiled({ ledger, jobs, clock: systemClock }, { business: DEC, box: 'SentBox', directory }, new Set()),
  ).toBe(2);
  expect(await ledger.findByKey('clientSeqNo', KEYS[0]?.value ?? '', 9)).toMatchObject([
    { name: 'a.xml', stage: 'filed', root: 'DecMessage', keys: KEYS },
  ]);

  const { unknown } = await writeUnknownAndAnswer(ledger);
  expect((await proofFor(ledger, unknown)).arrivedBy).toBeNull();
});

test('where the ledger has lost records, an answer without our message id settles nothing', async () => {
  await using ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  const { unknown, answer } = await writeUnknownAndAnswer(ledger);
  expect((await proofFor(ledger, unknown)).arrivedBy?.id).toBe(answer.id);

  const claimedMs = unknown.times.claimed ?? 0;
  const damage = { gaps: 1, batchesMissing: 0, tables: 0, isAcknowledged: true };
  await ledger.noteDamage({ ...damage, noticedMs: claimedMs - DAY_MS });
  expect(await proofFor(ledger, unknown)).toMatchObject({ arrivedBy: null, perhaps: [{ id: answer.id }] });
  const named = makeReceipt(3, { ...answer, id: makeReceipt(3).id, fingerprint: 'n', messageId: unknown.messageId });
  await ledger.write([{ type: 'receipt', record: named, raw: Buffer.from('y') }], 'durable');
  expect((await proofFor(ledger, unknown)).arrivedBy?.id).toBe(named.id);
});

test('a loss of records long ago is no reason to doubt an answer', async () => {
  await using ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  const { unknown, answer } = await writeUnknownAndAnswer(ledger);
  const noticedMs = (unknown.times.claimed ?? 0) - 30 * DAY_MS;
  await ledger.noteDamage({ noticedMs, gaps: 1, batchesMissing: 0, tables: 0, isAcknowledged: true });
  expect((await proofFor(ledger, unknown)).arrivedBy?.id).toBe(answer.id);
});

test('files of FailBox do not wait for a person in a ledger that was made from them', async () => {
  await using ledger = await openLedger(path.join(directory, 'ledger'), LEDGER_OPTIONS, systemClock);
  await using jobs = createInlineJobs(workerSettings());
  writeFileSync(path.join(directory, 'a_20261122100000000.xml'), declaration(1));
  const at = { business: DEC, box: 'FailBox', directory } as const;
  expect(await recordFiled({ ledger, jobs, clock: systemClock }, at, new Set())).toBe(1);
  const [document] = await ledger.findByName(DEC, 'a.xml', 9);
  expect(document).toMatchObject({ stage: 'rejected', standing: { handled: { by: 'swic ledger rebuild' } } });
  expect(document && concernOf(document)).toBeNull();
});

test('a file of SentBox is read once: its size and sum are those of the bytes that its numbers are from', async () => {
  await using ledger = await openLedger(path.join(directory, 'ledger'), LEDGER_OPTIONS, systemClock);
  await using jobs = createInlineJobs(workerSettings());
  const file = path.join(directory, 'a_20261122100000000.xml');
  writeFileSync(file, declaration(1));
  const inspect: Jobs['inspect'] = async (candidates, signal) => {
    const results = await jobs.inspect(candidates, signal);
    writeFileSync(file, 'written over');
    return results;
  };
  const at = { business: DEC, box: 'SentBox', directory } as const;
  expect(await recordFiled({ ledger, jobs: { inspect }, clock: systemClock }, at, new Set())).toBe(1);
  const [document] = await ledger.findByName(DEC, 'a.xml', 9);
  const bytes = Buffer.from(declaration(1));
  expect(document).toMatchObject({
    keys: KEYS,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
});
