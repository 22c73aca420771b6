import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeDocument, makeFiled } from '../../../../test/support/ledger/records.js';
import { TestClock } from '../../../../test/support/telemetry/test-clock.js';
import type { Durability, Ledger } from '../ports/ledger.js';
import { createPlanner, LevelLedger } from './level-ledger.js';
import { LevelStore } from './level-store.js';
import { LEDGER_OPTIONS } from './open-ledger.js';
import type { WriteStore } from './store.js';

let directory: string;
let clock: TestClock;
let ledger: Ledger;
let writes: { readonly isSynced: boolean; readonly keys: readonly string[] }[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-ledger-'));
  clock = new TestClock(0);
  writes = [];
  const real = await LevelStore.open(directory, LEDGER_OPTIONS);
  const store: WriteStore = {
    find: (key) => real.find(key),
    findBytes: (key) => real.findBytes(key),
    keys: (range, order, slice) => real.keys(range, order, slice),
    entries: (range, order, slice) => real.entries(range, order, slice),
    assertThere: () => real.assertThere(),
    countDamagedTables: (from, to) => real.countDamagedTables(from, to),
    heal: () => real.heal(),
    write: (operations, isSynced) => {
      writes.push({ isSynced, keys: operations.map(({ key }) => key) });
      return real.write(operations, isSynced);
    },
    [Symbol.asyncDispose]: () => real[Symbol.asyncDispose](),
  };
  ledger = new LevelLedger(store, await createPlanner(store), clock);
});

afterEach(async () => {
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

const write = (number: number, durability: Durability): Promise<void> =>
  ledger.write([{ type: 'document', record: makeDocument(number) }], durability);
const synced = (): readonly boolean[] => writes.map(({ isSynced }) => isSynced);

test('durable writes of many callers share one fsync, and soon writes among them ride along', async () => {
  await Promise.all([
    write(1, 'durable'),
    write(2, 'soon'),
    ...Array.from({ length: 98 }, (_, at) => write(at + 3, 'durable')),
  ]);
  expect(synced()).toEqual([true]);
  await clock.advance(10_000);
  expect(synced()).toEqual([true]);
});

test('a soon write alone waits for no fsync and is on disk within a second', async () => {
  await write(1, 'soon');
  await write(2, 'soon');
  expect(synced()).toEqual([false, false]);
  await clock.advance(500);
  await vi.waitFor(() => expect(synced()).toEqual([false, false, true]), { timeout: 10_000, interval: 2 });
  expect(writes[2]?.keys).toEqual(['m!book', 'm!batch']);
});

test('the second write of a document’s life writes only what changed, and where lists find it', async () => {
  await write(1, 'durable');
  await ledger.write([{ type: 'document', record: makeFiled(makeDocument(1)) }], 'soon');
  const id = makeDocument(1).id;
  expect(writes[1]?.keys.filter((key) => !/^[bcemy]!/.test(key))).toEqual([
    `d!${id}\0`,
    `o!${id}`,
    `i!DEC\0filed\0none\0${id}`,
  ]);
});

test('disposing brings to disk what was written soon', async () => {
  await write(1, 'soon');
  await ledger[Symbol.asyncDispose]();
  expect(synced()).toEqual([false, true]);
});
