import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deliveryOf } from '../../../../../test/support/deliveries.js';
import { makeDocument } from '../../../../../test/support/ledger/records.js';
import { openReceivingScene, type ReceivingScene, withParts } from '../../../../../test/support/receiving.js';
import { Fault } from '../../contract/fault.js';
import { businessKey } from '../../domain/document.js';
import { workerSettings } from '../../gateway/parts/open-jobs.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Jobs } from '../../ports/jobs.js';
import type { Ledger } from '../../ports/ledger.js';
import { createDeferred } from '../../runtime/deferred.js';
import { systemClock } from '../../runtime/system-clock.js';
import { createInlineJobs } from '../../workers/inline-runner.js';
import { InBoxKeeper } from './in-box-keeper.js';
import { ReceiveLine } from './receive-line.js';
import type { ReceiveDesk, Receiving } from './receiver.js';

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

/** A line whose deposits wait for `gate`. */
function openWaitingLine() {
  const scene = openReceivingScene(ledger, jobs);
  const gate = createDeferred<void>();
  scene.mayDeposit = gate.promise;
  const line = new ReceiveLine(scene.receiving, never);
  const accepted: number[] = [];
  return { scene, line, gate, accepted };
}

const duplicatesIn = ({ events }: ReceivingScene): number =>
  events.filter(({ type }) => type === 'receipt.duplicate').length;

test('a second copy that comes while the first is on its way into InBox is a duplicate, not a second receipt', async () => {
  const { scene, line, gate, accepted } = openWaitingLine();
  const first = line.add([deliveryOf(1, accepted)]);
  const second = line.add([deliveryOf(1, accepted), deliveryOf(2, accepted)]);
  await expect.poll(() => duplicatesIn(scene)).toBe(1);
  // Durable already, and not accepted: whatever ends us now, the broker delivers all three again.
  expect(accepted).toEqual([]);
  gate.resolve();
  await Promise.all([first, second]);
  expect(accepted).toEqual([1, 1, 2]);
  expect(scene.inBox).toEqual(['DEC_RESULT__1.xml', 'DEC_RESULT__2.xml']);
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
  const scene = openReceivingScene(ledger, reordering);
  const line = new ReceiveLine(scene.receiving, never);
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
  expect(scene.inBox).toEqual(['DEC_RESULT__1.xml', 'DEC_RESULT__2.xml']);
});

test('given up while a chunk is being opened, nothing of it is accepted', async () => {
  const waiting: Jobs = {
    inspect: (candidates, signal) => jobs.inspect(candidates, signal),
    unseal: (_bodies, signal) => systemClock.sleep(60_000, signal).then(() => []),
    [Symbol.asyncDispose]: async () => undefined,
  };
  const scene = openReceivingScene(ledger, waiting);
  const stop = new AbortController();
  const accepted: number[] = [];
  const added = new ReceiveLine(scene.receiving, stop.signal).add([deliveryOf(1, accepted)]);
  stop.abort();
  await expect(added).rejects.toMatchObject({ code: 'operation.aborted' });
  expect(accepted).toEqual([]);
  expect(scene.inBox).toEqual([]);
});

test('an early receipt that finds its document while it is being deposited keeps both, the link and the deposit', async () => {
  const document = makeDocument(1);
  await ledger.write([{ type: 'document', record: document }], 'soon');
  const { line, gate, accepted } = openWaitingLine();
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

test('a message that came back too often, while another copy of it is on its way into InBox, is a duplicate', async () => {
  const { scene, line, gate, accepted } = openWaitingLine();
  const first = line.add([deliveryOf(1, accepted)]);
  const second = line.add([deliveryOf(1, accepted, 6)]);
  await expect.poll(() => duplicatesIn(scene)).toBe(1);
  gate.resolve();
  await Promise.all([first, second]);
  expect(accepted).toEqual([1, 1]);
  expect(scene.inBox).toEqual(['DEC_RESULT__1.xml']);
});

interface FullDisk {
  readonly receiving: Receiving;
  readonly keeper: InBoxKeeper;
}

/** Receiving whose InBox takes no receipt of this name while `isFull` says so. */
function fullDisk({ receiving }: ReceivingScene, name: string, isFull: () => boolean): FullDisk {
  const first = receiving.receiver.desk([]);
  const inBox: typeof first.inBox = {
    flush: (names) => first.inBox.flush(names),
    deposit: async (fileName, bytes) => {
      if (fileName === name && isFull()) throw new Fault('disk.full', {});
      return first.inBox.deposit(fileName, bytes);
    },
  };
  const desk = { ...first, inBox };
  const inBoxTroubles = {
    has: (one: typeof desk) => keeper.has(one),
    add: (one: typeof desk, fault: Fault) => keeper.add(one, fault),
  };
  const own = withParts(receiving, { receiver: { desk: () => desk }, incoming: { inBoxTroubles } });
  const keeper = new InBoxKeeper(own);
  return { receiving: own, keeper };
}

test('accepting waits for the deposit, not for its record; the end of the line waits for both', async () => {
  const scene = openReceivingScene(ledger, jobs);
  const gate = createDeferred<void>();
  const slow = new Proxy(ledger, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name, target);
      if (typeof method !== 'function') return method;
      if (name !== 'write') return method.bind(target);
      return async (...[changes, durability]: Parameters<Ledger['write']>) => {
        if (changes.some(({ type }) => type === 'receipt-updated')) await gate.promise;
        return target.write(changes, durability);
      };
    },
  });
  const accepted: number[] = [];
  const line = new ReceiveLine(withParts(scene.receiving, { journal: { ledger: slow } }), never);
  let isOver = false;
  const first = line.add([deliveryOf(1, accepted)]).then(() => (isOver = true));
  await expect.poll(() => accepted).toEqual([1]);
  expect(scene.inBox).toEqual(['DEC_RESULT__1.xml']);
  // Another copy that comes now finds it in our hand, though the ledger does not know of the deposit yet.
  const second = line.add([deliveryOf(1, accepted)]);
  await expect.poll(() => duplicatesIn(scene)).toBe(1);
  expect([isOver, scene.events.some(({ type }) => type === 'receipt.deposited')]).toEqual([false, false]);
  gate.resolve();
  await Promise.all([first, second]);
  expect(scene.inBox).toEqual(['DEC_RESULT__1.xml']);
  expect(scene.events.filter(({ type }) => type === 'receipt.deposited')).toHaveLength(1);
});

test('a receipt whose InBox cannot be written is accepted, waits in the ledger, and is deposited once there is room', async () => {
  const scene = openReceivingScene(ledger, jobs);
  let isFull = true;
  const { receiving, keeper } = fullDisk(scene, 'DEC_RESULT__2.xml', () => isFull);
  const accepted: number[] = [];
  const stop = new AbortController();
  const keeping = keeper.run(stop.signal);
  await new ReceiveLine(receiving, never).add([1, 2, 3].map((code) => deliveryOf(code, accepted)));
  expect(accepted).toEqual([1, 2, 3]);
  expect(scene.inBox).toEqual(['DEC_RESULT__1.xml']);
  expect(receiving.receiver.desk([]).gate.fault?.code).toBe('disk.full');
  // Delivered again while it waits it is accepted again, and waits once.
  await new ReceiveLine(receiving, never).add([deliveryOf(2, accepted)]);
  isFull = false;
  await expect.poll(() => scene.inBox, { timeout: 5_000 }).toHaveLength(3);
  await expect.poll(() => receiving.receiver.desk([]).gate.state).toBe('running');
  // The firm's own system may have taken the first one in between: a second file would be a second receipt.
  expect(scene.inBox).toEqual(['DEC_RESULT__1.xml', 'DEC_RESULT__2.xml', 'DEC_RESULT__3.xml']);
  expect(scene.events.filter(({ type }) => type === 'flow.held')).toHaveLength(1);
  stop.abort();
  await keeping;
});

test('one InBox that is away holds its own business only', async () => {
  const scene = openReceivingScene(ledger, jobs);
  const { receiving, keeper } = fullDisk(scene, 'DEC_RESULT__1.xml', () => true);
  const away = receiving.receiver.desk([]);
  const other = { ...scene.receiving.receiver.desk([]), business: businessKey('SAS') };
  const desk = (): ReceiveDesk => (scene.inBox.length === 0 && !keeper.has(away) ? away : other);
  const both = withParts(receiving, { receiver: { desk } });
  const accepted: number[] = [];
  await new ReceiveLine(both, never).add([1, 2, 3].map((code) => deliveryOf(code, accepted)));
  expect(accepted).toEqual([1, 2, 3]);
  expect(scene.inBox).toEqual(['DEC_RESULT__2.xml', 'DEC_RESULT__3.xml']);
});

test('a document of unknown outcome is settled by its receipt, though the disk is full', async () => {
  const document = makeDocument(1, { keys: [{ name: 'seqNo', value: 'I1' }] });
  await ledger.write([{ type: 'document', record: document }], 'soon');
  const scene = openReceivingScene(ledger, jobs);
  const settled: string[] = [];
  const full = fullDisk(scene, `DEC_RESULT_${document.name}_1.xml`, () => true);
  const reconsider = (id: string): void => void settled.push(id);
  const receiving = withParts(full.receiving, { incoming: { reconsider } });
  await new ReceiveLine(receiving, never).add([deliveryOf(1, [])]);
  expect(settled).toEqual([document.id]);
});
