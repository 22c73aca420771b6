import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../packages/core/src/config/load.js';
import type { LedgerUpgrade } from '../../packages/core/src/contract/ledger-care.js';
import type { DocumentRecord } from '../../packages/core/src/domain/document.js';
import { readBackupFile } from '../../packages/core/src/gateway/care/backup-file.js';
import { restoreBackup } from '../../packages/core/src/gateway/care/restore.js';
import { rollBackLedger } from '../../packages/core/src/gateway/care/roll-back.js';
import { ownLedgerOptions } from '../../packages/core/src/gateway/care/upgrading.js';
import { openOffline } from '../../packages/core/src/gateway/offline.js';
import { indexKeyOf } from '../../packages/core/src/ledger/document-index.js';
import { ALL_DOCUMENTS, ALL_INDEXED, MIGRATING_KEY, SCHEMA_KEY } from '../../packages/core/src/ledger/keys.js';
import { LevelStore } from '../../packages/core/src/ledger/level-store.js';
import { migrate } from '../../packages/core/src/ledger/migrations/migrate.js';
import { LEDGER_OPTIONS, openLedger } from '../../packages/core/src/ledger/open-ledger.js';
import type { ReadStore, WriteStore } from '../../packages/core/src/ledger/store.js';
import type { Clock } from '../../packages/core/src/ports/clock.js';
import type { LedgerReader } from '../../packages/core/src/ports/ledger.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { FIXTURE_END_MS, FIXTURES, unpackFixture } from '../support/ledger/fixture.js';

const CLOCK: Clock = { ...systemClock, nowMs: () => FIXTURE_END_MS };
const NEVER = new AbortController().signal;

let directory: string;
let config: string;
const ledgerAt = (): string => path.join(directory, 'data/ledger');

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'swic-formats-'));
  config = path.join(directory, 'swic.yaml');
  writeFileSync(
    config,
    stringify({ clientId: 'DXPESW0000000001', transport: { kind: 'embedded' }, businesses: { DEC: {}, RMFT: {} } }),
  );
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function allOf<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** What a document was before anything was answered or derived. */
function plain({ standing: _standing, ...rest }: DocumentRecord): unknown {
  return rest;
}

async function plainDocuments(ledger: LedgerReader): Promise<readonly unknown[]> {
  return (await allOf(ledger.allDocuments())).map(plain);
}

/** All keys and values as they are in a store, but those of the format itself. */
async function contentOf(store: ReadStore): Promise<ReadonlyMap<string, string>> {
  const content = new Map<string, string>();
  for await (const slice of store.entries({ from: 'a', before: '{' }, 'ascending', 500))
    for (const [key, value] of slice) if (key !== SCHEMA_KEY) content.set(key, value);
  return content;
}

async function firstAnswers(ledger: LedgerReader): Promise<ReadonlyMap<string, number>> {
  const first = new Map<string, number>();
  const all = { business: null, sinceMs: null, untilMs: null, text: null, before: null, limit: 100_000 };
  for (const { document, kind, receivedMs } of await ledger.listReceipts(all))
    if (document !== null && kind !== 'unknown')
      first.set(document, Math.min(first.get(document) ?? receivedMs, receivedMs));
  return first;
}

async function proveIndex(ledgerDirectory: string): Promise<void> {
  const documents: DocumentRecord[] = [];
  {
    await using ledger = await openLedger(ledgerDirectory, LEDGER_OPTIONS, CLOCK);
    documents.push(...(await allOf(ledger.allDocuments())));
    const answers = await firstAnswers(ledger);
    const wrong = documents.filter(({ id, standing }) => (standing?.answeredMs ?? null) !== (answers.get(id) ?? null));
    expect(wrong).toEqual([]);
  }
  await using store = await LevelStore.open(ledgerDirectory, LEDGER_OPTIONS);
  const indexed: string[] = [];
  for await (const keys of store.keys(ALL_INDEXED, 'ascending', 500)) indexed.push(...keys);
  expect(indexed).toEqual(
    documents
      .map(indexKeyOf)
      .filter((key) => key !== null)
      .sort(),
  );
  expect(store.find(MIGRATING_KEY)).toBeNull();
}

test.each([1, 2] as const)('a ledger of format %i is opened with all of its documents in flight', async (format) => {
  unpackFixture(format, directory);
  const told: LedgerUpgrade[] = [];
  const options = ownLedgerOptions(loadConfig(config), CLOCK, (upgrade) => told.push(upgrade));
  {
    await using ledger = await openLedger(ledgerAt(), options, CLOCK);
    const counts = await ledger.counts();
    expect(counts.reduce((sum, { documents }) => sum + documents, 0)).toBe(FIXTURES[format]);
    const open = new Map<string, number>();
    for await (const { stage } of ledger.openDocuments()) open.set(stage, (open.get(stage) ?? 0) + 1);
    expect(Object.fromEntries(open)).toEqual({ claimed: 5, sealed: 10, unknown: 10, sent: 5, rejected: 5 });
    expect(await ledger.findDamage()).toBeNull();
  }
  const [backup] = readdirSync(path.join(directory, 'data/backups'));
  const file = path.join(directory, 'data/backups', backup ?? '');
  expect(told[0]).toEqual({ kind: 'backed-up', from: format, to: 3, file });
  expect(told.at(-1)).toEqual({ kind: 'done', from: format, to: 3, file, documents: FIXTURES[format] });
  expect(told.filter(({ kind }) => kind === 'step').length).toBeGreaterThan(2);
  await proveIndex(ledgerAt());
  {
    // Opened once more: there is nothing to do, and nothing is backed up.
    await using _again = await openLedger(ledgerAt(), options, CLOCK);
    expect(readdirSync(path.join(directory, 'data/backups'))).toEqual([backup]);
  }
  await using offline = await openOffline(loadConfig(config), CLOCK, NEVER);
  const report = await offline.verify(null, NEVER, () => undefined);
  // The fixture has documents that were closed without a word about their file, and refusals whose move to FailBox the next start makes.
  const breaks = report.breaks.filter(({ stage }) => stage !== 'lost');
  expect(breaks.map(({ kind, stage }) => [kind, stage])).toEqual(
    Array.from({ length: 5 }, () => ['misplaced', 'rejected']),
  );
});

test('the automatic backup is the ledger as it was, byte for byte, and is restored as a ledger of that format', async () => {
  unpackFixture(2, directory);
  cpSync(ledgerAt(), path.join(directory, 'before'), { recursive: true });
  await using before = await LevelStore.open(path.join(directory, 'before'), LEDGER_OPTIONS);
  const loaded = loadConfig(config);
  await (
    await openLedger(
      ledgerAt(),
      ownLedgerOptions(loaded, CLOCK, () => undefined),
      CLOCK,
    )
  )[Symbol.asyncDispose]();
  const [name = ''] = readdirSync(path.join(directory, 'data/backups'));
  const file = path.join(directory, 'data/backups', name);
  const entries = new Map<string, string | Uint8Array>();
  for await (const part of readBackupFile(file)) {
    if (part.type === 'header') expect(part.header.schema).toBe(2);
    if (part.type === 'entry' && !part.entry.key.startsWith('w!') && part.entry.key !== SCHEMA_KEY)
      entries.set(part.entry.key, part.entry.value);
  }
  const expected = new Map([...(await contentOf(before))].filter(([key]) => !key.startsWith('w!')));
  expect(entries).toEqual(expected);

  await restoreBackup({ file, configFile: config, mayReplace: true, isMove: false }, CLOCK);
  await using restored = await LevelStore.open(ledgerAt(), LEDGER_OPTIONS);
  expect(restored.find(SCHEMA_KEY)).toBe('2');
  const documents = (content: ReadonlyMap<string, string>): readonly (readonly [string, string])[] =>
    [...content].filter(([key]) => key >= ALL_DOCUMENTS.from && key < ALL_DOCUMENTS.before);
  expect(documents(await contentOf(restored))).toEqual(documents(expected));
});

test('a rollback forgets nothing: the older format has every document, and an upgrade after it the same index', async () => {
  unpackFixture(2, directory);
  const loaded = loadConfig(config);
  const options = ownLedgerOptions(loaded, CLOCK, () => undefined);
  let documents: readonly unknown[] = [];
  {
    await using ledger = await openLedger(ledgerAt(), options, CLOCK);
    documents = await plainDocuments(ledger);
  }
  expect(await rollBackLedger(loaded, null, CLOCK)).toEqual({ directory: ledgerAt(), from: 3, to: 2 });
  {
    await using store = await LevelStore.open(ledgerAt(), LEDGER_OPTIONS);
    expect(store.find(SCHEMA_KEY)).toBe('2');
    for await (const keys of store.keys(ALL_INDEXED, 'ascending', 1)) expect(keys).toEqual([]);
  }
  {
    const later = { ...CLOCK, nowMs: () => FIXTURE_END_MS + 1_000 };
    await using ledger = await openLedger(
      ledgerAt(),
      ownLedgerOptions(loaded, later, () => undefined),
      later,
    );
    expect(await plainDocuments(ledger)).toEqual(documents);
  }
  await proveIndex(ledgerAt());
  await expect(rollBackLedger(loaded, 1, CLOCK)).rejects.toMatchObject({ code: 'ledger.one-way' });
});

/** What an upgrade makes of a ledger that nothing kills. */
async function upgradedContent(fresh: string): Promise<ReadonlyMap<string, string>> {
  const copy = path.join(directory, 'copy');
  cpSync(fresh, copy, { recursive: true });
  await (await openLedger(copy, LEDGER_OPTIONS, CLOCK))[Symbol.asyncDispose]();
  await proveIndex(copy);
  await using store = await LevelStore.open(copy, LEDGER_OPTIONS);
  return await contentOf(store);
}

/** A process that ends in front of its n-th write. */
function killedAt(store: WriteStore, writes: number): WriteStore {
  let left = writes;
  return {
    find: (key) => store.find(key),
    findBytes: (key) => store.findBytes(key),
    keys: (range, order, slice) => store.keys(range, order, slice),
    entries: (range, order, slice) => store.entries(range, order, slice),
    heal: () => store.heal(),
    assertThere: () => store.assertThere(),
    countDamagedTables: (from, to) => store.countDamagedTables(from, to),
    [Symbol.asyncDispose]: () => Promise.resolve(),
    write: async (operations, isSynced) => {
      if (left === 0) throw new RangeError('killed');
      left -= 1;
      await store.write(operations, isSynced);
    },
  };
}

test('an upgrade that is killed goes on at the next start, wherever it was, with its one backup', async () => {
  unpackFixture(1, directory);
  const fresh = path.join(directory, 'fresh');
  cpSync(ledgerAt(), fresh, { recursive: true });
  const upgraded = await upgradedContent(fresh);
  const options = ownLedgerOptions(loadConfig(config), CLOCK, () => undefined);
  const startAnew = (): void => {
    rmSync(path.join(directory, 'data'), { recursive: true });
    cpSync(fresh, ledgerAt(), { recursive: true });
  };
  const killAt = async (writes: number): Promise<{ readonly isKilled: boolean; readonly format: string | null }> => {
    startAnew();
    await using store = await LevelStore.open(ledgerAt(), LEDGER_OPTIONS);
    const ended = migrate(killedAt(store, writes), options.upgrade).then(
      () => false,
      () => true,
    );
    return { isKilled: await ended, format: store.find(SCHEMA_KEY) };
  };
  // Before anything, in the first step, between the steps, in the second, before the end.
  const kills = [0, 1, 5, 10, 13, 16, 18];
  for (const writes of kills) {
    // From the first write on an older program refuses it.
    expect(await killAt(writes)).toEqual({ isKilled: true, format: writes === 0 ? '1' : '3' });
    const backups = path.join(directory, 'data/backups');
    // The backup is written before anything: of this one nothing else is known, so that the next start makes one more.
    if (writes === 0) rmSync(backups, { recursive: true });
    await (await openLedger(ledgerAt(), options, CLOCK))[Symbol.asyncDispose]();
    expect(readdirSync(backups)).toHaveLength(1);
    await using store = await LevelStore.open(ledgerAt(), LEDGER_OPTIONS);
    expect(await contentOf(store)).toEqual(upgraded);
  }
}, 120_000);

test('without room for its backup a ledger is not upgraded, and is as it was', async () => {
  unpackFixture(2, directory);
  writeFileSync(path.join(directory, 'data/backups'), 'a file in place of the directory');
  const options = ownLedgerOptions(loadConfig(config), CLOCK, () => undefined);
  await expect(openLedger(ledgerAt(), options, CLOCK)).rejects.toMatchObject({ name: 'Fault' });
  await using store = await LevelStore.open(ledgerAt(), LEDGER_OPTIONS);
  expect(store.find(SCHEMA_KEY)).toBe('2');
  expect(existsSync(path.join(directory, 'data/backups'))).toBe(true);
});
