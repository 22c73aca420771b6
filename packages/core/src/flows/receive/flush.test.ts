import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeReceipt } from '../../../../../test/support/ledger/records.js';
import { openReceivingScene, withParts } from '../../../../../test/support/receiving.js';
import { Fault } from '../../contract/fault.js';
import { businessKey } from '../../domain/document.js';
import type { ReceiptRecord } from '../../domain/receipt.js';
import { workerSettings } from '../../gateway/parts/open-jobs.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Jobs } from '../../ports/jobs.js';
import type { Ledger } from '../../ports/ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { createInlineJobs } from '../../workers/inline-runner.js';
import { ReceiptFlusher } from './flush.js';
import type { ReceiveDesk, Receiver, Receiving } from './receiver.js';

const [DEC, OTHERS] = [businessKey('DEC'), businessKey('OTHERS')];
let directory: string;
let ledger: Ledger;
let jobs: Jobs;
let receiving: Receiving;
let flushed: string[];
let missing: string | null;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-flush-'));
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  jobs = createInlineJobs(workerSettings(null, []));
  [flushed, missing] = [[], null];
  const plain = openReceivingScene(ledger, jobs).receiving;
  const desks = [OTHERS, DEC].map((business) => deskOf(business, plain.receiver.desk([])));
  const [others] = desks as [ReceiveDesk, ReceiveDesk];
  const desk: Receiver['desk'] = ([first]) => desks.find(({ business }) => business === first) ?? others;
  receiving = withParts(plain, { receiver: { desks: () => desks, desk } });
});

afterEach(async () => {
  await jobs[Symbol.asyncDispose]();
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

function deskOf(business: typeof DEC, { gate, inBox }: ReceiveDesk): ReceiveDesk {
  const flush = async (names: readonly string[]): Promise<void> => {
    if (missing === business) throw new Fault('disk.missing', { path: business });
    flushed.push(...names.map((name) => `${business}/${name}`));
  };
  return { business, gate, inBox: { deposit: inBox.deposit, flush } };
}

async function deposited(number: number, business: typeof DEC): Promise<ReceiptRecord> {
  const record = { ...makeReceipt(number), business, fileName: `${number}.xml`, depositedMs: 1 };
  await ledger.write([{ type: 'receipt', record, raw: new Uint8Array([number]) }], 'soon');
  return record;
}

async function kept(): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { record } of ledger.keptReceipts()) names.push(record.fileName);
  return names;
}

test('an InBox that went away after a deposit ends nothing: its receipts stay in the ledger until it is back', async () => {
  const flusher = new ReceiptFlusher(receiving);
  flusher.add(await deposited(1, DEC));
  flusher.add(await deposited(2, OTHERS));
  missing = DEC;
  await flusher.flush();
  expect(flushed).toEqual(['OTHERS/2.xml']);
  expect(await kept()).toEqual(['1.xml']);
  missing = null;
  await flusher.flush();
  expect(flushed).toEqual(['OTHERS/2.xml', 'DEC/1.xml']);
  expect(await kept()).toEqual([]);
});

test('a receipt of a business that is no longer configured is on disk before the ledger forgets its bytes', async () => {
  const flusher = new ReceiptFlusher(receiving);
  flusher.add(await deposited(1, businessKey('GONE')));
  await flusher.flush();
  expect(flushed).toEqual(['OTHERS/1.xml']);
  expect(await kept()).toEqual([]);
});
