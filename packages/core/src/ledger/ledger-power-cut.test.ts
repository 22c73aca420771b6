import { cpSync, fstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeDocument, makeFiled, makeReceipt } from '../../../../test/support/ledger/records.js';
import type { DocumentId } from '../domain/document.js';
import type { Ledger, LedgerChange } from '../ports/ledger.js';
import type * as durableFile from '../runtime/durable-file.js';
import { systemClock } from '../runtime/system-clock.js';
import { LEDGER_OPTIONS, openLedger } from './open-ledger.js';

// A power cut: what was flushed is there, and what was written since then is there, missing, or there in part and in any order, as
// the disk liked. The copy of a ledger that is open is what the system's cache has; the sizes after the last flush are what the
// disk has for certain.

const DURABLE = 60;
const SOON = 40;
const BLOCK = 512;
/** Rewritten in place, and of one sector. */
const IN_PLACE = 'durable';

/** By inode: how much of a file of ours was flushed. LevelDB flushes its own files unseen. */
const flushedHere = vi.hoisted(() => new Map<number, number>());

vi.mock('../runtime/durable-file.js', async (load) => {
  const real = await load<typeof durableFile>();
  const syncData = async (fd: number): Promise<void> => {
    const { ino, size } = fstatSync(fd);
    await real.syncData(fd);
    flushedHere.set(ino, size);
  };
  return { ...real, syncData };
});

let parent: string;
let image: string;
/** Relative path -> bytes that were flushed. */
let flushed: ReadonlyMap<string, number>;

const bodyOf = (number: number): Uint8Array => new Uint8Array(1_000 + number).fill(number % 251);

const receiptAndDocument = (number: number): readonly LedgerChange[] => [
  { type: 'document', record: makeDocument(number) },
  { type: 'receipt', record: makeReceipt(number), raw: bodyOf(number) },
];

beforeAll(async () => {
  parent = mkdtempSync(path.join(tmpdir(), 'swic-power-'));
  image = path.join(parent, 'image');
  const directory = path.join(parent, 'ledger');
  await using ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  for (let number = 1; number <= DURABLE; number += 1) await ledger.write(receiptAndDocument(number), 'durable');
  flushed = sizesOf(directory);
  const later: Promise<void>[] = [];
  for (let number = 1; number <= SOON; number += 1) {
    later.push(ledger.write([{ type: 'document', record: makeFiled(makeDocument(number)) }], 'soon'));
    later.push(ledger.write(receiptAndDocument(DURABLE + number), 'soon'));
  }
  await Promise.all(later);
  cpSync(directory, image, { recursive: true });
  flushed = new Map([...flushed, ...flushedNow(directory)]);
});

afterAll(() => rmSync(parent, { recursive: true, force: true }));

function sizesOf(directory: string): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const facts = statSync(path.join(directory, name));
    if (facts.isFile()) sizes.set(name, facts.size);
  }
  return sizes;
}

function flushedNow(directory: string): readonly (readonly [string, number])[] {
  return [...sizesOf(directory).keys()].flatMap((name) => {
    const size = flushedHere.get(statSync(path.join(directory, name)).ino);
    return size === undefined ? [] : [[name, size] as const];
  });
}

type Tear = (unflushed: Buffer, random: () => number, name: string) => Buffer;

const blocksOf = (bytes: Buffer): readonly Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / BLOCK) }, (_, at) => bytes.subarray(at * BLOCK, (at + 1) * BLOCK));

const TEARS: Readonly<Record<string, Tear>> = {
  'all that was not flushed is missing': () => Buffer.alloc(0),
  'it is cut anywhere': (bytes, random) => bytes.subarray(0, Math.floor(random() * bytes.length)),
  'it is zeros, as long as it was': (bytes) => Buffer.alloc(bytes.length),
  'some of its blocks are zeros': (bytes, random) =>
    Buffer.concat(blocksOf(bytes).map((block) => (random() < 0.5 ? block : Buffer.alloc(block.length)))),
  'its blocks came in another order': (bytes, random) =>
    Buffer.concat(
      [...blocksOf(bytes)]
        .map((block) => [random(), block] as const)
        .sort(([a], [b]) => a - b)
        .map(([, block]) => block),
    ),
  'the log is whole, and the bytes that it refers to are missing': (bytes, _, name) =>
    name.endsWith('.bytes') ? Buffer.alloc(0) : bytes,
  'the bytes are whole, and the log is cut anywhere': (bytes, random, name) =>
    name.endsWith('.bytes') ? bytes : bytes.subarray(0, Math.floor(random() * bytes.length)),
  'it is what was there before: other bytes': (bytes, random) =>
    Buffer.from(bytes.map(() => Math.floor(random() * 256))),
};

/** The same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function afterPowerCut(tear: Tear, seed: number): string {
  const directory = path.join(parent, `cut-${seed}`);
  const random = randomOf(seed);
  cpSync(image, directory, { recursive: true });
  for (const [name, size] of sizesOf(directory)) {
    const whole = readFileSync(path.join(directory, name));
    const safe = name === IN_PLACE ? size : (flushed.get(name) ?? 0);
    if (safe < size)
      writeFileSync(
        path.join(directory, name),
        Buffer.concat([whole.subarray(0, safe), tear(whole.subarray(safe), random, name)]),
      );
  }
  return directory;
}

async function whatIsMissing(ledger: Ledger): Promise<readonly string[]> {
  const missing: string[] = [];
  const kept = new Map<string, Uint8Array>();
  for await (const { record, raw } of ledger.keptReceipts()) kept.set(record.id, raw);
  for (let number = 1; number <= DURABLE; number += 1) {
    const { id } = makeDocument(number);
    if ((await ledger.findDocument(id)) === null) missing.push(id);
    const receipt = makeReceipt(number).id;
    if (Buffer.compare(kept.get(receipt) ?? new Uint8Array(0), bodyOf(number)) !== 0) missing.push(receipt);
  }
  return missing;
}

describe.each(Object.entries(TEARS))('after a power cut in which %s', (_, tear) => {
  test.each([1, 2, 3])('what was flushed is there, and writing goes on (%i)', async (seed) => {
    const directory = afterPowerCut(tear, seed);
    try {
      await using ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
      expect(await whatIsMissing(ledger)).toEqual([]);
      // A document of the time before is known to be absent only where nothing was dropped.
      const absent = await ledger.certainlyAbsent(['20200101000000000000000' as DocumentId]);
      expect(absent.size === 1).toBe((await ledger.findDamage()) === null);
      await ledger.write(receiptAndDocument(500), 'durable');
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
