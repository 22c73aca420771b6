import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BytesLog } from './bytes-log.js';
import { LevelStore } from './level-store.js';

const MEMORY = { cacheBytes: 1 << 20, writeBufferBytes: 1 << 20, openTables: 100 };
const LARGE = 6 << 20;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'swic-bytes-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const segments = (at = directory): readonly string[] => readdirSync(at).sort();
const put = (key: string): { readonly key: string; readonly value: Uint8Array } => ({ key, value: bytesOf(key) });
const gone = (key: string): { readonly key: string; readonly value: null } => ({ key, value: null });

async function append(log: BytesLog, keys: readonly string[], isSynced = true): Promise<readonly string[]> {
  const operations = keys.map(put);
  const addresses = await log.append(operations.map(({ value }) => value));
  log.written(operations, addresses, isSynced);
  return addresses;
}

test('bytes are found again by their address, also by another opener, empty ones and large ones too', async () => {
  using log = new BytesLog(directory, new Map());
  const values = [bytesOf('回执'), new Uint8Array(0), new Uint8Array(LARGE).fill(7), bytesOf('last')];
  const addresses = await log.append(values);
  using other = new BytesLog(directory, new Map(addresses.map((address, at) => [`w!${at}`, address])));
  for (const [at, value] of values.entries())
    expect(Buffer.compare(other.read(addresses[at] ?? ''), value), String(at)).toBe(0);
});

test('a segment goes when nothing in it is needed and that is durable, not before', async () => {
  using log = new BytesLog(directory, new Map());
  for (const key of ['w!a', 'w!b', 'w!c']) {
    const value = new Uint8Array(LARGE);
    log.written([{ key, value }], await log.append([value]), true);
  }
  await append(log, ['w!d']);
  expect(segments()).toEqual(['00000001.bytes', '00000002.bytes']);
  log.written([gone('w!a'), gone('w!b')], [], true);
  log.written([gone('w!c'), gone('w!unknown')], [], false);
  expect(segments()).toEqual(['00000001.bytes', '00000002.bytes']);
  log.written([], [], true);
  expect(segments()).toEqual(['00000002.bytes']);
  const [address] = await append(log, ['w!e']);
  expect(Buffer.from(log.read(address ?? '')).toString()).toBe('w!e');
});

test('what a crash left without an address is removed at the next start, and a number is never used again', async () => {
  using first = new BytesLog(directory, new Map());
  const [kept = ''] = await append(first, ['w!kept']);
  writeFileSync(join(directory, '00000002.bytes'), 'no address leads here');
  using second = new BytesLog(directory, new Map([['w!kept', kept]]));
  expect(segments()).toEqual(['00000001.bytes']);
  const [address] = await append(second, ['w!new']);
  expect(address).toMatch(/^3:0:5:/);
});

test('bytes that are not what was written are a broken ledger', async () => {
  using log = new BytesLog(directory, new Map());
  const [address = ''] = await append(log, ['w!a']);
  const file = join(directory, '00000001.bytes');
  const there = readFileSync(file);
  writeFileSync(
    file,
    there.map((byte) => byte ^ 1),
  );
  expect(() => log.read(address)).toThrow(expect.objectContaining({ code: 'ledger.broken' }));
  writeFileSync(file, there.subarray(1));
  expect(() => log.read(address)).toThrow(expect.objectContaining({ code: 'ledger.broken' }));
});

test('a store keeps bytes over a new opening, deletes them with their key, and leaves no segment behind', async () => {
  const at = join(directory, 'bytes');
  {
    await using store = await LevelStore.open(directory, MEMORY);
    await store.write([put('w!1'), { key: 'r!1', value: 'text' }, put('w!2')], true);
    expect(store.find('w!1')).toMatch(/^1:0:3:\d+$/);
  }
  appendFileSync(join(at, '00000001.bytes'), 'half a rec');
  await using store = await LevelStore.open(directory, MEMORY);
  expect(Buffer.from(store.findBytes('w!2') ?? []).toString()).toBe('w!2');
  expect(store.findBytes('w!3')).toBeNull();
  await store.write([gone('w!1'), put('w!3')], false);
  await store.write([gone('w!2'), gone('w!3')], true);
  expect(segments(at)).toEqual(['00000002.bytes']);
  expect(store.findBytes('w!3')).toBeNull();
});

test('a write that fails is healed, and the bytes are written again', async () => {
  await using store = await LevelStore.open(directory, MEMORY);
  rmSync(join(directory, 'bytes'), { recursive: true, force: true });
  // A file where the directory should be: nothing can be appended.
  writeFileSync(join(directory, 'bytes'), '');
  await expect(store.write([put('w!1')], true)).rejects.toMatchObject({ fate: 'hold' });
  await expect(store.write([put('w!1')], true)).rejects.toMatchObject({ fate: 'hold' });
  rmSync(join(directory, 'bytes'));
  expect(await store.heal()).toBe(true);
  await store.write([put('w!1')], true);
  expect(Buffer.from(store.findBytes('w!1') ?? []).toString()).toBe('w!1');
});

/** Fills segments with what is no longer needed, beside one small value in each. */
async function fillSegments(store: LevelStore, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    await store.write([put(`w!small-${number}`), { key: 'w!large', value: new Uint8Array(16 << 20) }], true);
    await store.write([gone('w!large')], true);
  }
}

test('small things that are kept for long do not keep whole segments', async () => {
  const at = join(directory, 'bytes');
  {
    await using store = await LevelStore.open(directory, MEMORY);
    await fillSegments(store, 7);
    expect(segments(at).length).toBeLessThanOrEqual(5);
    expect(segments(at)).not.toContain('00000001.bytes');
  }
  await using store = await LevelStore.open(directory, MEMORY);
  for (let number = 1; number <= 7; number += 1)
    expect(Buffer.from(store.findBytes(`w!small-${number}`) ?? []).toString()).toBe(`w!small-${number}`);
  await store.write(
    [1, 2, 3, 4, 5, 6, 7].map((number) => gone(`w!small-${number}`)),
    true,
  );
  await store.write([put('w!next')], true);
  expect(segments(at)).toHaveLength(1);
});

test('kept bytes that are broken stay where they are, and writing goes on', async () => {
  const at = join(directory, 'bytes');
  await using store = await LevelStore.open(directory, MEMORY);
  await store.write([put('w!broken')], true);
  writeFileSync(join(at, '00000001.bytes'), 'x'.repeat(100));
  await fillSegments(store, 6);
  expect(await store.heal()).toBe(false);
  expect(segments(at)).toContain('00000001.bytes');
  expect(Buffer.from(store.findBytes('w!small-6') ?? []).toString()).toBe('w!small-6');
  expect(() => store.findBytes('w!broken')).toThrow(expect.objectContaining({ code: 'ledger.broken' }));
});
