import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { maskedCrc32c } from './crc32c.js';

/** What the write logs of a LevelDB show before it is opened. LevelDB itself drops what is damaged, and goes on without a word. */
export interface WriteLogs {
  /** Batches that can be read. */
  readonly batches: number;
  /** Places where something is missing although later batches follow: what LevelDB would drop in silence. */
  readonly gaps: readonly LogGap[];
}

export interface LogGap {
  readonly file: string;
  /** Where the first readable batch behind the gap begins. */
  readonly offset: number;
}

const BLOCK_BYTES = 32_768;
const HEADER_BYTES = 7;
/** Sequence number and count: what each batch begins with. */
const BATCH_HEADER_BYTES = 12;

type Fragment = 'full' | 'first' | 'middle' | 'last' | 'bad';
const TYPES: Readonly<Record<number, Fragment>> = { 1: 'full', 2: 'first', 3: 'middle', 4: 'last' };

interface Piece {
  readonly type: Fragment | 'cut-off';
  readonly offset: number;
  readonly content: Uint8Array;
}

/**
 * Reads all write logs of a closed LevelDB in order. A record that is cut off at the very end is what a kill leaves and no gap;
 * whether durable batches are missing at the end, only the mark beside the ledger can tell.
 */
export function readWriteLogs(directory: string): WriteLogs {
  const gaps: LogGap[] = [];
  let batches = 0;
  let next: bigint | null = null;
  let isBroken = false;
  for (const file of logsIn(directory)) {
    for (const batch of batchesOf(path.join(directory, file))) {
      if (batch === 'bad') {
        isBroken = true;
        continue;
      }
      const { sequence, count, offset } = batch;
      if (isBroken || (next !== null && sequence > next)) gaps.push({ file, offset });
      isBroken = false;
      next = sequence + BigInt(count);
      batches += 1;
    }
  }
  return { batches, gaps };
}

export function logsIn(directory: string): readonly string[] {
  const numberOf = (name: string): number => Number.parseInt(name, 10);
  return readdirSync(directory)
    .filter((name) => /^\d+\.log$/.test(name))
    .sort((one, other) => numberOf(one) - numberOf(other));
}

/** A record of a log, put together from its pieces. */
export interface LogRecord {
  /** What it begins with, as much as was asked for. */
  readonly content: Uint8Array;
  readonly offset: number;
}

interface Batch {
  readonly sequence: bigint;
  readonly count: number;
  readonly offset: number;
}

function* batchesOf(file: string): Generator<Batch | 'bad'> {
  for (const record of recordsOf(file, BATCH_HEADER_BYTES))
    yield record === 'bad' ? record : batchOf(record.content, record.offset);
}

/**
 * The records of a log, or of a manifest, which is one; `bad` wherever LevelDB would pass something over. A record that the end of
 * the file cuts off is what a kill leaves of a log; `cutOff` says what it counts as.
 */
export function* recordsOf(
  file: string,
  bytesMax: number,
  cutOff: 'end' | 'bad' = 'end',
): Generator<LogRecord | 'bad'> {
  let open: { readonly parts: Uint8Array[]; readonly offset: number; length: number } | null = null;
  for (const { type, offset, content } of piecesOf(file)) {
    if (type === 'cut-off') {
      if (cutOff === 'bad') yield 'bad';
      return;
    }
    if (type === 'bad' || (open === null && (type === 'middle' || type === 'last'))) {
      open = null;
      yield 'bad';
      continue;
    }
    const isBeginning = type === 'first' || type === 'full';
    if (open !== null && isBeginning) yield 'bad';
    if (open === null || isBeginning) open = { parts: [], offset, length: 0 };
    // A copy: the block is read into again.
    if (open.length < bytesMax) open.parts.push(content.slice(0, bytesMax - open.length));
    open.length += content.length;
    if (type !== 'full' && type !== 'last') continue;
    yield {
      content: open.parts.length === 1 ? (open.parts[0] ?? content) : Buffer.concat(open.parts),
      offset: open.offset,
    };
    open = null;
  }
}

function batchOf(head: Uint8Array, offset: number): Batch | 'bad' {
  if (head.length < BATCH_HEADER_BYTES) return 'bad';
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return { sequence: view.getBigUint64(0, true), count: view.getUint32(8, true), offset };
}

function* piecesOf(file: string): Generator<Piece> {
  const descriptor = openSync(file, 'r');
  try {
    const block = new Uint8Array(BLOCK_BYTES);
    for (let begin = 0; ; begin += BLOCK_BYTES) {
      const length = readFully(descriptor, block, begin);
      yield* piecesIn(block.subarray(0, length), begin);
      if (length < BLOCK_BYTES) return;
    }
  } finally {
    closeSync(descriptor);
  }
}

function* piecesIn(block: Uint8Array, begin: number): Generator<Piece> {
  const isLast = block.length < BLOCK_BYTES;
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  for (let at = 0; at + HEADER_BYTES <= block.length; ) {
    const length = view.getUint16(at + 4, true);
    const end = at + HEADER_BYTES + length;
    // The writer died in the middle of it, or its length is not the one that was written.
    if (end > block.length && isLast)
      return yield { type: 'cut-off', offset: begin + at, content: block.subarray(0, 0) };
    const type = TYPES[view.getUint8(at + 6)] ?? 'bad';
    const isSound =
      end <= block.length && view.getUint32(at, true) === maskedCrc32c(block.subarray(at + HEADER_BYTES - 1, end));
    // The length cannot be trusted either, so the rest of the block is passed over, as LevelDB does.
    if (!isSound || type === 'bad') return yield { type: 'bad', offset: begin + at, content: block.subarray(0, 0) };
    yield { type, offset: begin + at, content: block.subarray(at + HEADER_BYTES, end) };
    at = end;
  }
}

function readFully(descriptor: number, into: Uint8Array, from: number): number {
  let at = 0;
  while (at < into.length) {
    const count = readSync(descriptor, into, at, into.length - at, from + at);
    if (count === 0) break;
    at += count;
  }
  return at;
}
