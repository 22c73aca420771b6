import { closeSync, mkdirSync, openSync, readdirSync, readSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { Fault } from '../contract/fault.js';
import { syncData, syncDirectory, writeAll } from '../runtime/durable-file.js';
import type { Operation } from './store.js';

/** A file grows to about this; it goes when nothing in it is needed any more, so a smaller one goes earlier. */
const SEGMENT_BYTES = 16 << 20;
const EXTENSION = '.bytes';

interface Segment {
  readonly number: number;
  readonly fd: number;
  size: number;
}

/**
 * Bytes that are kept for seconds, beside LevelDB instead of in it: LevelDB writes every value into its log, then into a table, and
 * reads and writes it again until a compaction notices that it was deleted, which cost a quarter of a receipt's CPU (decision 0004).
 *
 *     <directory>/00000007.bytes     appended to, never written again; removed when durably nothing in it is needed
 *
 * The store has an address where it would have the bytes: `<segment>:<offset>:<length>:<crc32>`. It is written only after its
 * bytes are, and synced after they are, so an address that is found has its bytes. What was appended without one goes with its
 * segment.
 */
export class BytesLog {
  readonly #directory: string;
  /** Key -> where its bytes lie. */
  readonly #segmentOf = new Map<string, number>();
  /** Segment -> number of keys whose bytes lie in it. */
  readonly #counts = new Map<number, number>();
  /** Segments that nothing lies in any more, which is not yet durable. */
  readonly #empty = new Set<number>();
  #segment: Segment | null = null;
  #last: number;

  /** `kept`: key -> address. Segments that have none of them are removed. */
  constructor(directory: string, kept: ReadonlyMap<string, string>) {
    this.#directory = directory;
    for (const [key, address] of kept) this.#keep(key, address);
    const segments = segmentsIn(directory);
    this.#last = Math.max(0, ...segments, ...this.#counts.keys());
    for (const number of segments) this.#removeIfUnused(number);
  }

  /** Resolves with an address for each, in order; with `isSynced` after a flush. What was written before a rejection is nobody's. */
  async append(values: readonly Uint8Array[], isSynced: boolean): Promise<readonly string[]> {
    if (values.length === 0) return [];
    if (this.#segment !== null && this.#segment.size >= SEGMENT_BYTES) this.#seal(this.#segment);
    try {
      const segment = this.#segment ?? (await this.#open());
      const addresses: string[] = [];
      let at = segment.size;
      for (const bytes of values) {
        addresses.push(`${segment.number}:${at}:${bytes.length}:${crc32(bytes)}`);
        at += bytes.length;
      }
      await writeAll(segment.fd, values);
      segment.size = at;
      if (isSynced) await syncData(segment.fd);
      return addresses;
    } catch (reason) {
      // Perhaps half written: nothing comes behind it.
      this[Symbol.dispose]();
      throw reason;
    }
  }

  /** Throws `ledger.broken` when the bytes are not what they were when they were appended. */
  read(address: string): Uint8Array {
    const { segment, offset, length, sum } = parse(address);
    const bytes = new Uint8Array(length);
    const file = openSync(this.#path(segment), 'r');
    try {
      let at = 0;
      while (at < length) {
        const count = readSync(file, bytes, at, length - at, offset + at);
        if (count === 0) break;
        at += count;
      }
    } finally {
      closeSync(file);
    }
    if (crc32(bytes) !== sum) throw new Fault('ledger.broken', { directory: this.#directory, address });
    return bytes;
  }

  /** A batch is written: `addresses` are those of its values that are bytes, in order. */
  written(operations: readonly Operation[], addresses: readonly string[], isSynced: boolean): void {
    let count = 0;
    for (const { key, value } of operations) {
      if (typeof value === 'string') continue;
      this.#forget(key);
      if (value !== null) this.#keep(key, addresses[count++] ?? '');
    }
    if (!isSynced) return;
    for (const number of this.#empty) if (number !== this.#segment?.number) this.#removeIfUnused(number);
    this.#empty.clear();
  }

  /** Removes nothing: what was appended last may have an address after all, which whoever opens it next will see. */
  [Symbol.dispose](): void {
    if (this.#segment !== null) closeSync(this.#segment.fd);
    this.#segment = null;
  }

  #keep(key: string, address: string): void {
    const { segment } = parse(address);
    this.#segmentOf.set(key, segment);
    this.#counts.set(segment, (this.#counts.get(segment) ?? 0) + 1);
  }

  #forget(key: string): void {
    const segment = this.#segmentOf.get(key);
    if (segment === undefined) return;
    this.#segmentOf.delete(key);
    const count = (this.#counts.get(segment) ?? 0) - 1;
    if (count > 0) this.#counts.set(segment, count);
    else {
      this.#counts.delete(segment);
      this.#empty.add(segment);
    }
  }

  async #open(): Promise<Segment> {
    mkdirSync(this.#directory, { recursive: true });
    this.#last += 1;
    const fd = openSync(this.#path(this.#last), 'wx', 0o600);
    const segment = { number: this.#last, fd, size: 0 };
    this.#segment = segment;
    await syncDirectory(this.#directory);
    return segment;
  }

  #seal({ number }: Segment): void {
    this[Symbol.dispose]();
    this.#removeIfUnused(number);
  }

  #removeIfUnused(number: number): void {
    if (this.#counts.has(number)) return;
    try {
      unlinkSync(this.#path(number));
    } catch {
      // Held by a scanner, perhaps. It is in nobody's way, and the next start removes it.
    }
  }

  #path(number: number): string {
    return join(this.#directory, `${String(number).padStart(8, '0')}${EXTENSION}`);
  }
}

interface Address {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
  readonly sum: number;
}

function parse(address: string): Address {
  const [segment = 0, offset = 0, length = 0, sum = 0] = address.split(':').map(Number);
  return { segment, offset, length, sum };
}

function segmentsIn(directory: string): readonly number[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith(EXTENSION))
      .map((name) => Number.parseInt(name, 10));
  } catch {
    // Not there yet.
    return [];
  }
}
