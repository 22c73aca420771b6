import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDocument } from '../../../../test/support/ledger/records.js';
import { openReceiveWorld, type ReceiveWorld } from '../../../../test/support/receive-world.js';
import { businessKey } from '../domain/document.js';
import { workerSettings } from '../gateway/open-jobs.js';
import { LEDGER_OPTIONS, openLedger } from '../ledger/open-ledger.js';
import type { Jobs } from '../ports/jobs.js';
import type { Ledger } from '../ports/ledger.js';
import type { Delivery } from '../ports/transport.js';
import { createDeferred } from '../runtime/deferred.js';
import { systemClock } from '../runtime/system-clock.js';
import { createInlineJobs } from '../workers/inline-runner.js';
import { FlowGate } from './flow-gate.js';
import { ReceiveLine } from './receive-line.js';

const never = new AbortController().signal;
let directory: string;
let ledger: Ledger;
let jobs: Jobs;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-line-'));
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  jobs = createInlineJobs(workerSettings(null, []));
});

afterEach(async () => {
  await jobs[Symbol.asyncDispose]();
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

function openLine({ room }: ReceiveWorld, signal: AbortSignal): ReceiveLine {
  return new ReceiveLine(
    room,
    new FlowGate({ business: businessKey('OTHERS'), direction: 'receive' }, true, systemClock, room.emit),
    signal,
  );
}

function deliveryOf(code: number, accepted: number[]): Delivery {
  const body = Buffer.from(`<DEC_RESULT><CUS_CIQ_NO>I1</CUS_CIQ_NO><CHANNEL>${code}</CHANNEL></DEC_RESULT>`);
  return {
    message: { id: '', type: '', contentType: 'application/xml', headers: {}, sentAtMs: 0, body },
    isRedelivered: false,
    deliveryCount: 1,
    accept: async () => void accepted.push(code),
    release: async () => undefined,
    refuse: async () => undefined,
  };
}

test('a second copy that comes while the first is on its way into InBox is a duplicate, not a second receipt', async () => {
  const world = openReceiveWorld(ledger, jobs);
  const gate = createDeferred<void>();
  world.mayDeposit = gate.promise;
  const line = openLine(world, never);
  const accepted: number[] = [];
  const first = line.add([deliveryOf(1, accepted)]);
  const second = line.add([deliveryOf(1, accepted), deliveryOf(2, accepted)]);
  await expect.poll(() => world.events.filter(({ type }) => type === 'receipt.duplicate')).toHaveLength(1);
  // Durable already, and not accepted: whatever ends us now, the broker delivers all three again.
  expect(accepted).toEqual([]);
  gate.resolve();
  await Promise.all([first, second]);
  expect(accepted).toEqual([1, 1, 2]);
  expect(world.inBox).toEqual(['DEC_RESULT__1.xml', 'DEC_RESULT__2.xml']);
});

test('chunks that the workers open in another order keep the order of their arrival', async () => {
  const slow = createDeferred<void>();
  let calls = 0;
  const reordering: Jobs = {
    inspect: (candidates, signal) => jobs.inspect(candidates, signal),
    unseal: async (bodies, signal) => {
      calls += 1;
      if (calls === 1) await slow.promise;
      return jobs.unseal(bodies, signal);
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  const world = openReceiveWorld(ledger, reordering);
  const line = openLine(world, never);
  const accepted: number[] = [];
  const all = [line.add([deliveryOf(1, accepted)]), line.add([deliveryOf(2, accepted)])];
  // Two are being opened, so there is no room for a third until the first is done, whatever became of the second.
  let hasRoom = false;
  const room = line.hasRoom().then(() => (hasRoom = true));
  await expect.poll(() => calls).toBe(2);
  await jobs.unseal([], never);
  expect(hasRoom).toBe(false);
  slow.resolve();
  await Promise.all([...all, room]);
  expect(accepted).toEqual([1, 2]);
  expect(world.inBox).toEqual(['DEC_RESULT__1.xml', 'DEC_RESULT__2.xml']);
});

test('given up while a chunk is being opened, nothing of it is accepted', async () => {
  const waiting: Jobs = {
    inspect: (candidates, signal) => jobs.inspect(candidates, signal),
    unseal: (_bodies, signal) => systemClock.sleep(60_000, signal).then(() => []),
    [Symbol.asyncDispose]: async () => undefined,
  };
  const world = openReceiveWorld(ledger, waiting);
  const stop = new AbortController();
  const accepted: number[] = [];
  const added = openLine(world, stop.signal).add([deliveryOf(1, accepted)]);
  stop.abort();
  await expect(added).rejects.toMatchObject({ code: 'operation.aborted' });
  expect(accepted).toEqual([]);
  expect(world.inBox).toEqual([]);
});

test('an early receipt that finds its document while it is being deposited keeps both, the link and the deposit', async () => {
  const document = makeDocument(1);
  await ledger.write([{ type: 'document', record: document }], 'soon');
  const world = openReceiveWorld(ledger, jobs);
  const gate = createDeferred<void>();
  world.mayDeposit = gate.promise;
  const line = openLine(world, never);
  const accepted: number[] = [];
  const early = line.add([deliveryOf(1, accepted)]);
  await expect.poll(() => ledger.findUnlinkedReceipts({ name: 'seqNo', value: 'I1' })).toHaveLength(1);
  const answer = Buffer.from(
    '<DecImportResponse><ResponseCode>0</ResponseCode><ClientSeqNo>C1</ClientSeqNo><SeqNo>I1</SeqNo></DecImportResponse>',
  );
  const { message, ...rest } = deliveryOf(2, accepted);
  const teaching = line.add([{ ...rest, message: { ...message, body: answer } }]);
  await expect.poll(() => ledger.receiptsOf(document.id)).toHaveLength(2);
  gate.resolve();
  await Promise.all([early, teaching]);
  const linked = await ledger.receiptsOf(document.id);
  expect(linked).toHaveLength(2);
  for (const { depositedMs } of linked) expect(depositedMs).not.toBeNull();
});
