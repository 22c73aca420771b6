import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deliveryOf } from '../../../../../test/support/deliveries.js';
import { openReceivingScene, type ReceivingScene, withParts } from '../../../../../test/support/receiving.js';
import type { SwicEvent } from '../../contract/events.js';
import { businessKey } from '../../domain/document.js';
import type { ReceiptRecord } from '../../domain/receipt.js';
import { workerSettings } from '../../gateway/parts/open-jobs.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Jobs } from '../../ports/jobs.js';
import type { Ledger } from '../../ports/ledger.js';
import { createDeferred } from '../../runtime/deferred.js';
import { systemClock } from '../../runtime/system-clock.js';
import { createInlineJobs } from '../../workers/inline-runner.js';
import type { FlowGate } from '../flow-gate.js';
import { depositKept } from './kept.js';
import { ReceiveLine } from './receive-line.js';

const DEC = businessKey('DEC');
const STARTED = { business: DEC, hasMachineRestarted: false };
const never = new AbortController().signal;
let directory: string;
let ledger: Ledger;
let jobs: Jobs;
let scene: ReceivingScene;
let accepted: number[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-kept-'));
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  jobs = createInlineJobs(workerSettings(null, []));
  scene = openReceivingScene(ledger, jobs);
  accepted = [];
});

afterEach(async () => {
  await jobs[Symbol.asyncDispose]();
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

const deskGate = (): FlowGate => scene.receiving.receiver.desk([DEC]).gate;

const countOf = (type: string): number => scene.events.filter((event) => event.type === type).length;

async function kept(): Promise<readonly ReceiptRecord[]> {
  const records: ReceiptRecord[] = [];
  for await (const { record } of ledger.keptReceipts()) records.push(record);
  return records;
}

test('a business that is started while its receipt is on its way into InBox gets the receipt once', async () => {
  const gate = createDeferred<void>();
  scene.mayDeposit = gate.promise;
  const receiving = new ReceiveLine(scene.receiving, never).add([deliveryOf(1, accepted)]);
  await expect.poll(kept).toHaveLength(1);
  const starting = depositKept(scene.receiving, STARTED);
  await expect.poll(kept).toHaveLength(1);
  gate.resolve();
  await Promise.all([receiving, starting]);
  expect(scene.inBox).toEqual(['DEC_RESULT__1.xml']);
  expect(countOf('receipt.deposited')).toBe(1);
});

test('a receipt that is delivered again while it is deposited for a business that was started is deposited once', async () => {
  deskGate().stop();
  await new ReceiveLine(scene.receiving, never).add([deliveryOf(1, [])]);
  deskGate().start();
  const gate = createDeferred<void>();
  scene.mayDeposit = gate.promise;
  const starting = depositKept(scene.receiving, STARTED);
  await expect.poll(kept).toHaveLength(1);
  const again = new ReceiveLine(scene.receiving, never).add([deliveryOf(1, accepted)]);
  await expect.poll(() => countOf('receipt.duplicate')).toBe(1);
  gate.resolve();
  expect(await starting).toBe(1);
  await again;
  expect(accepted).toEqual([1]);
  expect(scene.inBox).toEqual(['DEC_RESULT__1.xml']);
  expect(countOf('receipt.deposited')).toBe(1);
});

test('a receipt that was left waiting in the instant in which its business is started is not forgotten', async () => {
  deskGate().stop();
  let starting: Promise<number> | null = null;
  const emit = (event: SwicEvent): void => {
    scene.receiving.journal.emit(event);
    if (event.type !== 'receipt.waiting') return;
    deskGate().start();
    starting = depositKept(receiving, STARTED);
  };
  const receiving = withParts(scene.receiving, { journal: { emit } });
  await new ReceiveLine(receiving, never).add([deliveryOf(1, accepted)]);
  expect(await starting).toBe(1);
  expect(accepted).toEqual([1]);
  expect(scene.inBox).toEqual(['DEC_RESULT__1.xml']);
});

test('a business that is stopped and started again at once gets what was kept once', async () => {
  deskGate().stop();
  await new ReceiveLine(scene.receiving, never).add([1, 2, 3].map((code) => deliveryOf(code, accepted)));
  const gate = createDeferred<void>();
  scene.mayDeposit = gate.promise;
  deskGate().start();
  const first = depositKept(scene.receiving, STARTED);
  deskGate().stop();
  deskGate().start();
  const second = depositKept(scene.receiving, STARTED);
  await expect.poll(kept).toHaveLength(3);
  gate.resolve();
  expect((await first) + (await second)).toBe(3);
  expect([...scene.inBox].sort()).toEqual(['DEC_RESULT__1.xml', 'DEC_RESULT__2.xml', 'DEC_RESULT__3.xml']);
});

test('a receipt that waits for its business is said to be deposited once, when it is', async () => {
  deskGate().stop();
  await new ReceiveLine(scene.receiving, never).add([deliveryOf(1, accepted)]);
  expect(countOf('receipt.waiting')).toBe(1);
  expect(countOf('receipt.deposited')).toBe(0);
  deskGate().start();
  await depositKept(scene.receiving, STARTED);
  expect(countOf('receipt.deposited')).toBe(1);
});
