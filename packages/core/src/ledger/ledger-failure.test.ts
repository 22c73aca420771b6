import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEC, makeDocument, makeFiled, makeReceipt } from '../../../../test/support/ledger/records.js';
import { Fault } from '../contract/fault.js';
import type { DocumentRecord } from '../domain/document.js';
import type { LedgerChange } from '../ports/ledger.js';
import { systemClock } from '../runtime/system-clock.js';
import { createPlanner, LevelLedger } from './level-ledger.js';
import { LevelStore } from './level-store.js';
import { LEDGER_OPTIONS, openLedger } from './open-ledger.js';
import type { Operation, WriteStore } from './store.js';

type Mishap = 'none' | 'before' | 'after';

/** A real store whose next write can fail: before anything is written, or after all of it was. `heal` then works once. */
class FragileStore implements WriteStore {
  readonly #store: LevelStore;
  mishap: Mishap = 'none';
  #hasFailed = false;

  constructor(store: LevelStore) {
    this.#store = store;
  }

  find = (key: string): string | null => this.#store.find(key);
  findBytes = (key: string): Uint8Array | null => this.#store.findBytes(key);
  keys: WriteStore['keys'] = (range, order, slice) => this.#store.keys(range, order, slice);
  entries: WriteStore['entries'] = (range, order, slice) => this.#store.entries(range, order, slice);

  async write(operations: readonly Operation[], isSynced: boolean): Promise<void> {
    const mishap = this.mishap;
    this.mishap = 'none';
    if (mishap !== 'before') await this.#store.write(operations, isSynced);
    if (mishap === 'none') return;
    this.#hasFailed = true;
    throw new Fault('ledger.write-failed');
  }

  async heal(): Promise<boolean> {
    const hasHealed = this.#hasFailed;
    this.#hasFailed = false;
    return hasHealed;
  }

  assertThere = (): void => this.#store.assertThere();
  countDamagedTables = (from: string, to: string): number => this.#store.countDamagedTables(from, to);
  [Symbol.asyncDispose] = (): Promise<void> => this.#store[Symbol.asyncDispose]();
}

/** Everything in the store that is a memory; pointers and the batch number are not. */
async function contents(store: WriteStore): Promise<readonly (readonly [string, string])[]> {
  const all: (readonly [string, string])[] = [];
  for await (const entries of store.entries({ from: ' ', before: '~' }, 'ascending', 100)) all.push(...entries);
  return all.filter(
    ([key, value]) => !/^([pvlb]!|m!batch|m!book)/.test(key) && !(key.startsWith('c!') && value === '0'),
  );
}

describe('a write that fails', () => {
  let directory: string;
  let store: FragileStore;
  let ledger: LevelLedger;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'swic-ledger-'));
    store = new FragileStore(await LevelStore.open(directory, LEDGER_OPTIONS));
    ledger = new LevelLedger(store, await createPlanner(store), systemClock);
  });

  afterEach(async () => {
    await ledger[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  const known = makeDocument(1);
  const receipt = makeReceipt(1);
  const changes: readonly LedgerChange[] = [
    { type: 'document', record: makeFiled(known) },
    { type: 'document', record: makeDocument(2) },
    { type: 'receipt', record: makeReceipt(2), raw: new Uint8Array([1]) },
    { type: 'receipt-updated', record: { ...receipt, document: known.id } },
    { type: 'origin-note', business: DEC, name: 'a.xml', origin: known.id },
  ];

  test.each(['before', 'after'] as const)(
    'is not remembered, also when it turns out to be written (%s)',
    async (mishap) => {
      await ledger.write(
        [
          { type: 'document', record: known },
          { type: 'receipt', record: receipt, raw: new Uint8Array([9]) },
        ],
        'durable',
      );
      const before = await contents(store);
      store.mishap = mishap;
      await expect(ledger.write(changes, 'durable')).rejects.toMatchObject({
        code: 'ledger.write-failed',
        fate: 'hold',
      });
      // Any write heals the store first; this one changes nothing that is compared.
      await ledger.write([{ type: 'receipt-flushed', id: makeReceipt(9).id }], 'durable');
      expect(await contents(store)).toEqual(before);
    },
  );

  test.each(['before', 'after'] as const)('can be repeated and then counts once (%s)', async (mishap) => {
    await ledger.write(
      [
        { type: 'document', record: known },
        { type: 'receipt', record: receipt, raw: new Uint8Array([9]) },
      ],
      'durable',
    );
    store.mishap = mishap;
    await expect(ledger.write(changes, 'soon')).rejects.toMatchObject({ code: 'ledger.write-failed' });
    await ledger.write(changes, 'soon');
    expect(await ledger.counts()).toEqual([
      { business: 'DEC', stage: 'filed', documents: 1 },
      { business: 'DEC', stage: 'sealed', documents: 1 },
    ]);
    expect(await ledger.receiptsOf(known.id)).toEqual([{ ...receipt, document: known.id }]);
    expect(await ledger.findUnlinkedReceipts({ name: 'seqNo', value: 'S1' })).toEqual([]);
  });
});

/** A small file system of its own; null where mounting is not permitted. */
function mountSmall(sizeMiB: number): { readonly path: string; unmount(): void } | null {
  const path = mkdtempSync(join(tmpdir(), 'swic-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMiB}m`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    // Not root, or not Linux.
    rmSync(path, { recursive: true });
    return null;
  }
  return {
    path,
    unmount: () => {
      execFileSync('umount', ['-l', path], { stdio: 'ignore' });
      rmSync(path, { recursive: true });
    },
  };
}

const canMount = ((): boolean => {
  const small = mountSmall(1);
  small?.unmount();
  return small !== null;
})();

describe.skipIf(!canMount)('a full disk', () => {
  test('holds with disk.full, forgets nothing that was acknowledged, and lets work go on as soon as there is room', async () => {
    const small = mountSmall(32);
    if (small === null) return;
    const filler = join(small.path, 'filler');
    try {
      const directory = join(small.path, 'ledger');
      mkdirSync(directory);
      {
        await using ledger = await openLedger(directory, { ...LEDGER_OPTIONS, writeBufferBytes: 1 << 20 }, systemClock);
        await ledger.write([{ type: 'document', record: makeDocument(0) }], 'durable');
        writeFileSync(filler, new Uint8Array(freeBytes(small.path) - 300_000));
        const { acknowledged, failed } = await writeUntilFailure(ledger);
        expect(failed.fault).toMatchObject({ code: 'disk.full', fate: 'hold' });
        await expect(ledger.write([{ type: 'document', record: failed.record }], 'durable')).rejects.toMatchObject({
          code: 'disk.full',
        });
        expect(await ledger.findDocument(acknowledged.at(-1)!.id)).toEqual(acknowledged.at(-1));
        expect(await ledger.findDocument(failed.record.id)).toBeNull();
        rmSync(filler);
        await ledger.write([{ type: 'document', record: failed.record }], 'durable');
        await checkAll(ledger, [makeDocument(0), ...acknowledged, failed.record]);
      }
      await using again = await openLedger(directory, LEDGER_OPTIONS, systemClock);
      expect((await again.counts()).map(({ documents }) => documents)[0]).toBeGreaterThan(1);
    } finally {
      small.unmount();
    }
  }, 30_000);
});

test.skipIf(!canMount)('a disk that is full at the start is called full, not a broken ledger', async () => {
  const small = mountSmall(32);
  if (small === null) return;
  try {
    const directory = join(small.path, 'ledger');
    {
      await using ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
      await ledger.write([{ type: 'document', record: makeDocument(0) }], 'durable');
    }
    const filler = join(small.path, 'filler');
    writeFileSync(filler, new Uint8Array(freeBytes(small.path)));
    await expect(openLedger(directory, LEDGER_OPTIONS, systemClock)).rejects.toMatchObject({ code: 'disk.full' });
    rmSync(filler);
    await using again = await openLedger(directory, LEDGER_OPTIONS, systemClock);
    await checkAll(again, [makeDocument(0)]);
  } finally {
    small.unmount();
  }
});

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

async function writeUntilFailure(ledger: Awaited<ReturnType<typeof openLedger>>): Promise<{
  readonly acknowledged: readonly DocumentRecord[];
  readonly failed: { readonly record: DocumentRecord; readonly fault: unknown };
}> {
  const acknowledged: DocumentRecord[] = [];
  for (let number = 1; ; number += 1) {
    const record = makeDocument(number, { root: String(number).repeat(200) });
    try {
      await ledger.write([{ type: 'document', record }], number % 2 === 0 ? 'durable' : 'soon');
      acknowledged.push(record);
    } catch (fault) {
      return { acknowledged, failed: { record, fault } };
    }
  }
}

async function checkAll(
  ledger: Awaited<ReturnType<typeof openLedger>>,
  expected: readonly DocumentRecord[],
): Promise<void> {
  const all: DocumentRecord[] = [];
  for await (const record of ledger.allDocuments()) all.push(record);
  expect(all).toEqual(expected);
  expect(await ledger.counts()).toEqual([{ business: 'DEC', stage: 'sealed', documents: expected.length }]);
}
