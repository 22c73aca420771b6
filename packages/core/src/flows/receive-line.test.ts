import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deliveryOf } from '../../../../test/support/deliveries.js';
import { makeDocument } from '../../../../test/support/ledger/records.js';
import { openReceiveWorld, type ReceiveWorld } from '../../../../test/support/receive-world.js';
import { Fault } from '../contract/fault.js';
import { businessKey } from '../domain/document.js';
import { workerSettings } from '../gateway/open-jobs.js';
import { LEDGER_OPTIONS, openLedger } from '../ledger/open-ledger.js';
import type { Jobs } from '../ports/jobs.js';
import type { Ledger } from '../ports/ledger.js';
import { createDeferred } from '../runtime/deferred.js';
import { systemClock } from '../runtime/system-clock.js';
import { createInlineJobs } from '../workers/inline-runner.js';
import { FlowGate } from './flow-gate.js';
import { InBoxKeeper } from './in-box-keeper.js';
import { ReceiveLine } from './receive-line.js';
import type { ReceiveRoom } from './receive-room.js';

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

function openLine({ room }: Pick<ReceiveWorld, 'room'>, signal: AbortSignal): ReceiveLine {
  return new ReceiveLine(
    room,
    new FlowGate({ business: businessKey('OTHERS'), direction: 'receive' }, true, systemClock, room.emit),
    signal,
  );
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

test('a message that came back too often, while another copy of it is on its way into InBox, is a duplicate', async () => {
  const world = openReceiveWorld(ledger, jobs);
  const gate = createDeferred<void>();
  world.mayDeposit = gate.promise;
  const line = openLine(world, never);
  const accepted: number[] = [];
  const first = line.add([deliveryOf(1, accepted)]);
  const second = line.add([deliveryOf(1, accepted, 6)]);
  await expect.poll(() => world.events.filter(({ type }) => type === 'receipt.duplicate')).toHaveLength(1);
  gate.resolve();
  await Promise.all([first, second]);
  expect(accepted).toEqual([1, 1]);
  expect(world.inBox).toEqual(['DEC_RESULT__1.xml']);
});

interface FullDisk {
  readonly room: ReceiveRoom;
  readonly keeper: InBoxKeeper;
}

/** A room whose InBox takes no receipt of this name while `isFull` says so. */
function fullDisk({ room }: ReceiveWorld, name: string, isFull: () => boolean): FullDisk {
  const first = room.desk([]);
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
  const own: ReceiveRoom = { ...room, desk: () => desk, inBoxTroubles };
  const keeper = new InBoxKeeper(own);
  return { room: own, keeper };
}

test('accepting waits for the deposit, not for its record; the end of the line waits for both', async () => {
  const world = openReceiveWorld(ledger, jobs);
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
  const line = openLine({ room: { ...world.room, ledger: slow } }, never);
  let isOver = false;
  const first = line.add([deliveryOf(1, accepted)]).then(() => (isOver = true));
  await expect.poll(() => accepted).toEqual([1]);
  expect(world.inBox).toEqual(['DEC_RESULT__1.xml']);
  // Another copy meanwhile finds it in our hand, though the ledger does not know of the deposit yet.
  const second = line.add([deliveryOf(1, accepted)]);
  await expect.poll(() => world.events.filter(({ type }) => type === 'receipt.duplicate')).toHaveLength(1);
  expect([isOver, world.events.some(({ type }) => type === 'receipt.deposited')]).toEqual([false, false]);
  gate.resolve();
  await Promise.all([first, second]);
  expect(world.inBox).toEqual(['DEC_RESULT__1.xml']);
  expect(world.events.filter(({ type }) => type === 'receipt.deposited')).toHaveLength(1);
});

test('a receipt whose InBox cannot be written is accepted, waits in the ledger, and is deposited once there is room', async () => {
  const world = openReceiveWorld(ledger, jobs);
  let isFull = true;
  const { room, keeper } = fullDisk(world, 'DEC_RESULT__2.xml', () => isFull);
  const accepted: number[] = [];
  const stop = new AbortController();
  const keeping = keeper.run(stop.signal);
  await openLine({ room }, never).add([1, 2, 3].map((code) => deliveryOf(code, accepted)));
  expect(accepted).toEqual([1, 2, 3]);
  expect(world.inBox).toEqual(['DEC_RESULT__1.xml']);
  expect(room.desk([]).gate.fault?.code).toBe('disk.full');
  // Delivered again meanwhile it is accepted again, and waits once.
  await openLine({ room }, never).add([deliveryOf(2, accepted)]);
  isFull = false;
  await expect.poll(() => world.inBox, { timeout: 5_000 }).toHaveLength(3);
  await expect.poll(() => room.desk([]).gate.state).toBe('running');
  // The firm's own system may have taken the first one in between: a second file would be a second receipt.
  expect(world.inBox).toEqual(['DEC_RESULT__1.xml', 'DEC_RESULT__2.xml', 'DEC_RESULT__3.xml']);
  expect(world.events.filter(({ type }) => type === 'flow.held')).toHaveLength(1);
  stop.abort();
  await keeping;
});

test('one InBox that is away holds its own business only', async () => {
  const world = openReceiveWorld(ledger, jobs);
  const { room, keeper } = fullDisk(world, 'DEC_RESULT__1.xml', () => true);
  const away = room.desk([]);
  const other = { ...world.room.desk([]), business: businessKey('SAS') };
  const both: ReceiveRoom = { ...room, desk: () => (world.inBox.length === 0 && !keeper.has(away) ? away : other) };
  const accepted: number[] = [];
  await openLine({ room: both }, never).add([1, 2, 3].map((code) => deliveryOf(code, accepted)));
  expect(accepted).toEqual([1, 2, 3]);
  expect(world.inBox).toEqual(['DEC_RESULT__2.xml', 'DEC_RESULT__3.xml']);
});

test('a document of unknown outcome is settled by its receipt, though the disk is full', async () => {
  const document = makeDocument(1, { keys: [{ name: 'seqNo', value: 'I1' }] });
  await ledger.write([{ type: 'document', record: document }], 'soon');
  const world = openReceiveWorld(ledger, jobs);
  const settled: string[] = [];
  const room: ReceiveRoom = {
    ...fullDisk(world, `DEC_RESULT_${document.name}_1.xml`, () => true).room,
    reconsider: (id) => void settled.push(id),
  };
  await openLine({ room }, never).add([deliveryOf(1, [])]);
  expect(settled).toEqual([document.id]);
});
