import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesBelow, makeDirectory, type TestDirectory } from '../../../../../test/support/boxes/box-world.js';
import { DEC, idOf, makeDocument, makeReceipt, START_MS } from '../../../../../test/support/ledger/records.js';
import type { SwicEvent } from '../../contract/events.js';
import type { DocumentId, DocumentRecord } from '../../domain/document.js';
import { filedName } from '../../domain/naming.js';
import type { ReceiptId } from '../../domain/receipt.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Ledger } from '../../ports/ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { type HousekeepingWorld, runHousekeeping } from './housekeeping.js';

const DAY_MS = 86_400_000;
let directory: TestDirectory;
let ledger: Ledger;
let sentBox: string;
const clock = { nowMs: 0, tickMs: 0 };

beforeEach(async () => {
  directory = makeDirectory();
  sentBox = join(directory.path, 'SentBox');
  ledger = await openLedger(join(directory.path, 'ledger'), LEDGER_OPTIONS, systemClock);
  [clock.nowMs, clock.tickMs] = [START_MS, 0];
});

afterEach(async () => {
  await ledger[Symbol.asyncDispose]();
  directory[Symbol.dispose]();
});

/** A filed document and its file; returns where that is. */
async function fileDocument(number: number, changes: Partial<DocumentRecord> = {}): Promise<string> {
  const document = makeDocument(number, changes);
  const { name, day } = filedName(document.name, document.stampMs);
  const filed: DocumentRecord = { ...document, stage: 'filed', filedAs: { box: 'SentBox', path: `${day}/${name}` } };
  await ledger.write(
    [document, filed].map((record) => ({ type: 'document', record }) as const),
    'soon',
  );
  put(`${day}/${name}`);
  return `${day}/${name}`;
}

function put(file: string): void {
  mkdirSync(join(sentBox, file, '..'), { recursive: true });
  writeFileSync(join(sentBox, file), 'x');
}

/** Runs for some rounds, `between` them the time goes on. */
async function keepHouse(
  rounds: number,
  between: () => void | Promise<void> = () => undefined,
): Promise<readonly SwicEvent[]> {
  const events: SwicEvent[] = [];
  const stop = new AbortController();
  let round = 0;
  const shared = {
    clock: {
      ...systemClock,
      nowMs: () => clock.nowMs,
      tickMs: () => clock.tickMs,
      sleep: async () => {
        round += 1;
        if (round === rounds) stop.abort();
        else await between();
      },
    },
    loaded: { config: { ledger: { keepDays: 10 } } },
    ledger,
    emit: (event: SwicEvent) => void events.push(event),
  };
  const unit = {
    definition: { key: DEC, isReceiveOnly: false },
    directories: { sentBox },
    business: { retention: { sentDays: 7 } },
  };
  const world = { shared, units: () => [unit], dataDir: directory.path } as unknown as HousekeepingWorld;
  await runHousekeeping(world, stop.signal);
  return events.filter(({ type }) => type !== 'disk.space');
}

function pass(ms: number): void {
  clock.nowMs += ms;
  clock.tickMs += ms;
}

test('a clock that is thirty days ahead empties nothing, says so once, and goes on when it comes back', async () => {
  const file = await fileDocument(1);
  await keepHouse(1);
  clock.nowMs += 30 * DAY_MS;

  const events = await keepHouse(5, () => pass(30_000));
  expect(events).toEqual([expect.objectContaining({ type: 'clock.doubted' })]);
  expect(filesBelow(sentBox)).toEqual([file]);
  expect(await ledger.findDocument(idOf(1) as DocumentId)).not.toBeNull();

  clock.nowMs -= 30 * DAY_MS;
  expect(await keepHouse(1)).toEqual([]);
});

test('without what the last run believed, the newest record of the ledger is compared', async () => {
  const file = await fileDocument(1);
  clock.nowMs += 30 * DAY_MS;
  expect(await keepHouse(2)).toEqual([expect.objectContaining({ type: 'clock.doubted' })]);
  expect(filesBelow(sentBox)).toEqual([file]);
  // What is claimed in between carries the wrong time: that is no proof at the next start.
  await fileDocument(2, { id: '2026122410000000000001' as DocumentId });
  expect(await keepHouse(2)).toEqual([expect.objectContaining({ type: 'clock.doubted' })]);
});

test('a clock that jumps while the agent runs empties nothing', async () => {
  const file = await fileDocument(1);
  const events = await keepHouse(3, () => {
    pass(30_000);
    clock.nowMs += 9 * DAY_MS;
  });
  expect(events.map(({ type }) => type)).toEqual(['clock.doubted']);
  expect(filesBelow(sentBox)).toEqual([file]);
});

test('a machine that was off for a month cleans after a day of running', async () => {
  await fileDocument(1);
  await keepHouse(1);
  clock.nowMs += 30 * DAY_MS;
  const events = await keepHouse(30, () => pass(3_600_000));
  expect(events.map(({ type }) => type)).toEqual([
    'clock.doubted',
    'clock.trusted',
    'retention.cleaned',
    'ledger.pruned',
  ]);
  expect(filesBelow(sentBox)).toEqual([]);
});

test('a receipt with a fresh time of the platform proves the clock, an old one speaks against it', async () => {
  const file = await fileDocument(1);
  await keepHouse(1);
  clock.nowMs += 30 * DAY_MS;
  const receive = async (number: number, businessTimeMs: number): Promise<void> => {
    pass(3_600_000);
    const record = makeReceipt(number, { receivedMs: clock.nowMs, businessTimeMs });
    await ledger.write([{ type: 'receipt', record, raw: new Uint8Array([1]) }], 'soon');
  };
  let number = 2_592_000;
  const late = await keepHouse(30, () => receive((number += 3_600), clock.nowMs - 30 * DAY_MS));
  expect(late.map(({ type }) => type)).toEqual(['clock.doubted']);
  expect(filesBelow(sentBox)).toEqual([file]);
  const fresh = await keepHouse(3, () => receive((number += 3_600), clock.nowMs));
  expect(fresh.map(({ type }) => type)).toContain('clock.trusted');
  expect(filesBelow(sentBox)).toEqual([]);
});

test('only what the ledger filed is removed from an old day, however a foreign file is named', async () => {
  const own = await fileDocument(1);
  // A clock set back: its id is later than the stamp of its name.
  const shifted = await fileDocument(2, { id: '2026112523000000000001' as DocumentId });
  const foreign = [
    '20261123/invoice_20261123104158048.xml',
    '20261123/_20261123104158048',
    '20261122/a_20261122104158048.xml',
  ];
  foreign.forEach(put);
  // The file of another document with the name of this one, on a day on which it was not filed.
  const moved = own.replace('20261123/', '20261121/');
  put(moved);
  await keepHouse(1);
  pass(9 * DAY_MS);
  rmSync(join(directory.path, 'clock'));
  await keepHouse(26, () => pass(3_600_000));
  expect(filesBelow(sentBox)).toEqual([...foreign, moved].sort());
  expect([own, shifted].every((file) => !filesBelow(sentBox).includes(file))).toBe(true);
});

test('what was filed under a clock that was a year behind is kept for its days, and the day it is named after is no reason', async () => {
  const yearAgo = makeDocument(2).stampMs - 365 * DAY_MS;
  const late = await fileDocument(2, { stampMs: yearAgo });
  expect(late).toMatch(/^2025/);
  pass(60_000);
  await keepHouse(1);
  await keepHouse(26, () => pass(3_600_000));
  expect(filesBelow(sentBox)).toEqual([late]);
  await keepHouse(9 * 24, () => pass(3_600_000));
  expect(filesBelow(sentBox)).toEqual([]);
});

test('after a clock that was a year ahead, what is filed under the right day goes in time', async () => {
  const file = await fileDocument(1, { id: '2027112310000000000001' as DocumentId });
  clock.nowMs = START_MS;
  writeFileSync(join(directory.path, 'clock'), '');
  await keepHouse(11 * 24, () => pass(3_600_000));
  expect(filesBelow(sentBox)).not.toContain(file);
});

test('a document of a clock that was behind is kept by the time that the platform wrote into its answer', async () => {
  const behindMs = START_MS - 30 * DAY_MS;
  const id = '2026102410000000000001' as DocumentId;
  const file = await fileDocument(1, { id, stampMs: behindMs });
  const answer = makeReceipt(1, { id: '2026102410000100000001' as ReceiptId, document: id, receivedMs: behindMs });
  await ledger.write([{ type: 'receipt', record: answer, raw: new Uint8Array([1]) }], 'soon');
  await ledger.write([{ type: 'receipt-flushed', id: answer.id }], 'soon');
  await keepHouse(30, () => pass(3_600_000));
  expect(filesBelow(sentBox)).toEqual([file]);
  expect(await ledger.findDocument(id)).not.toBeNull();
});

test('what was filed before the clock of a running agent was set right is kept for its time from then on', async () => {
  clock.nowMs = 0;
  const file = await fileDocument(1, { id: '1970010108000000000001' as DocumentId, stampMs: 0 });
  let round = 0;
  const events = await keepHouse(26, () => {
    pass(3_600_000);
    if ((round += 1) === 1) clock.nowMs += START_MS;
  });
  expect(events.map(({ type }) => type)).toEqual(['clock.doubted', 'clock.trusted']);
  expect(filesBelow(sentBox)).toEqual([file]);
  // A restart knows it too.
  expect(await keepHouse(6, () => pass(DAY_MS))).toEqual([]);
  expect((await keepHouse(2, () => pass(2 * DAY_MS))).map(({ type }) => type)).toContain('retention.cleaned');
  expect(filesBelow(sentBox)).toEqual([]);
});
