import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { maskedCrc32c } from './crc32c.js';
import { readVarint, unsnappy } from './snappy.js';

/** Why a table cannot be trusted. */
export interface TableProblem {
  readonly file: string;
  readonly offset: number;
  readonly what: 'no-table' | 'checksum' | 'format';
}

/** Inclusive; null = every key. */
export interface KeySpan {
  readonly from: string;
  readonly to: string;
}

interface Handle {
  readonly offset: number;
  readonly size: number;
}

const FOOTER_BYTES = 48;
const MAGIC_LOW = 0x8b80fb57;
const MAGIC_HIGH = 0xdb477524;
/** Compression and checksum behind each block. */
const TRAILER_BYTES = 5;
/** Sequence number and kind behind each key. */
const KEY_TRAILER_BYTES = 8;
const BLOCK_BYTES_MAX = 64 << 20;

export function tablesIn(directory: string): readonly string[] {
  return readdirSync(directory).filter((name) => /^\d+\.(?:ldb|sst)$/.test(name));
}

/**
 * Reads a table as LevelDB does not when it is asked for a key: every checksum, of data that may have keys of the span and of
 * everything that says where they are. A table that is gone by then was no longer needed.
 */
export function checkTable(directory: string, file: string, span: KeySpan | null): TableProblem | null {
  let descriptor: number;
  try {
    descriptor = openSync(path.join(directory, file), 'r');
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return null;
    throw reason;
  }
  try {
    return checkOpen(new TableReader(descriptor, fstatSync(descriptor).size), file, span);
  } finally {
    closeSync(descriptor);
  }
}

function checkOpen(table: TableReader, file: string, span: KeySpan | null): TableProblem | null {
  const handles = table.footer();
  if (handles === null) return { file, offset: Math.max(0, table.size - FOOTER_BYTES), what: 'no-table' };
  const [meta, index] = handles;
  // The filters say that a key is not there, so a damaged one hides keys.
  for (const of of [meta, index]) {
    const entries = table.entries(of);
    if (typeof entries === 'string') return { file, offset: of.offset, what: entries };
    for (const { key, handle } of within(entries, of === index ? span : null)) {
      if (handle === null) return { file, offset: of.offset, what: 'format' };
      if (!table.isSound(handle)) return { file, offset: handle.offset, what: 'checksum' };
      if (key === null) return { file, offset: of.offset, what: 'format' };
    }
  }
  return null;
}

interface Entry {
  readonly key: string | null;
  readonly handle: Handle | null;
  readonly value: Uint8Array;
  /** Number of the write that it comes from; 0 in a block of filters. */
  readonly sequence: bigint;
}

/** What a table says of a key. */
export interface FoundValue {
  readonly sequence: bigint;
  /** Empty where it was deleted. */
  readonly text: string;
}

/** The latest that a table has of a key, without opening the LevelDB; null where it has none, or cannot be read there. */
export function findInTable(directory: string, file: string, wanted: string): FoundValue | null {
  const descriptor = openSync(path.join(directory, file), 'r');
  try {
    const table = new TableReader(descriptor, fstatSync(descriptor).size);
    const index = table.footer()?.[1];
    const blocks = index === undefined ? 'no-table' : table.entries(index);
    if (typeof blocks === 'string') return null;
    for (const { handle } of within(blocks, { from: wanted, to: wanted })) {
      const entries = handle === null ? 'format' : table.entries(handle);
      // Of one key the latest comes first.
      const found = typeof entries === 'string' ? undefined : entries.find(({ key }) => key === wanted);
      if (found !== undefined) return { sequence: found.sequence, text: Buffer.from(found.value).toString('utf8') };
    }
    return null;
  } finally {
    closeSync(descriptor);
  }
}

/** The key of an index entry is not less than any in its block and less than all behind it. */
function* within(entries: readonly Entry[], span: KeySpan | null): Generator<Entry> {
  for (const entry of entries) {
    if (span !== null && entry.key !== null && entry.key < span.from) continue;
    yield entry;
    if (span !== null && entry.key !== null && entry.key > span.to) return;
  }
}

class TableReader {
  readonly #descriptor: number;
  readonly size: number;

  constructor(descriptor: number, size: number) {
    this.#descriptor = descriptor;
    this.size = size;
  }

  /** Of the index of filters and of the index of data. */
  footer(): readonly [Handle, Handle] | null {
    if (this.size < FOOTER_BYTES) return null;
    const bytes = this.#read(this.size - FOOTER_BYTES, FOOTER_BYTES);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.getUint32(40, true) !== MAGIC_LOW || view.getUint32(44, true) !== MAGIC_HIGH) return null;
    const [meta, next] = readHandle(bytes, 0);
    const [index] = readHandle(bytes, next);
    return meta === null || index === null ? null : [meta, index];
  }

  isSound(handle: Handle): boolean {
    return this.#block(handle) !== null;
  }

  entries(handle: Handle): readonly Entry[] | 'checksum' | 'format' {
    const block = this.#block(handle);
    if (block === null) return 'checksum';
    const isPacked = block[handle.size] === 1;
    const content = isPacked ? unsnappy(block.subarray(0, handle.size)) : block.subarray(0, handle.size);
    return (content === null ? null : readEntries(content)) ?? 'format';
  }

  /** The block with its trailer; null when its checksum says that it is not what was written. */
  #block({ offset, size }: Handle): Uint8Array | null {
    if (size > BLOCK_BYTES_MAX || offset + size + TRAILER_BYTES > this.size) return null;
    const bytes = this.#read(offset, size + TRAILER_BYTES);
    const sum = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(size + 1, true);
    return sum === maskedCrc32c(bytes.subarray(0, size + 1)) ? bytes : null;
  }

  #read(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const count = readSync(this.#descriptor, bytes, at, length - at, offset + at);
      if (count === 0) break;
      at += count;
    }
    return bytes;
  }
}

/** Keys of a block share what they begin with; the values of an index are handles. */
function readEntries(content: Uint8Array): readonly Entry[] | null {
  if (content.length < 4) return null;
  const restarts = new DataView(content.buffer, content.byteOffset, content.byteLength).getUint32(
    content.length - 4,
    true,
  );
  const end = content.length - 4 - restarts * 4;
  if (end < 0) return null;
  const entries: Entry[] = [];
  let key: Uint8Array = new Uint8Array(0);
  for (let at = 0; at < end; ) {
    const [shared, second] = readVarint(content, at);
    const [own, third] = readVarint(content, second);
    const [valueLength, begin] = readVarint(content, third);
    if (shared === null || own === null || valueLength === null || shared > key.length) return null;
    const valueAt = begin + own;
    if (valueAt + valueLength > end) return null;
    key = Buffer.concat([key.subarray(0, shared), content.subarray(begin, valueAt)]);
    const value = content.subarray(valueAt, valueAt + valueLength);
    entries.push({ key: textOf(key), handle: readHandle(content, valueAt)[0], value, sequence: sequenceOf(key) });
    at = valueAt + valueLength;
  }
  return entries;
}

/** Keys of an index carry a trailer; the names of filters do not, and are not compared. */
function textOf(key: Uint8Array): string {
  return Buffer.from(key.subarray(0, Math.max(0, key.length - KEY_TRAILER_BYTES))).toString('utf8');
}

function sequenceOf(key: Uint8Array): bigint {
  if (key.length < KEY_TRAILER_BYTES) return 0n;
  return (
    new DataView(key.buffer, key.byteOffset, key.byteLength).getBigUint64(key.length - KEY_TRAILER_BYTES, true) >> 8n
  );
}

function readHandle(bytes: Uint8Array, at: number): readonly [Handle | null, number] {
  const [offset, second] = readVarint(bytes, at);
  const [size, next] = readVarint(bytes, second);
  return offset === null || size === null ? [null, next] : [{ offset, size }, next];
}
