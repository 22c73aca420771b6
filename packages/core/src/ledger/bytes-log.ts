import { closeSync, mkdirSync, openSync, readdirSync, readSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { Fault } from '../contract/fault.js';
import { syncData, syncDirectory, writeAll } from '../runtime/durable-file.js';
import type { Operation } from './store.js';

/** A file grows to about this; it goes when nothing in it is needed, so a smaller one goes earlier. */
const SEGMENT_BYTES = 16 << 20;
const EXTENSION = '.bytes';
/**
 * A segment that is this many behind the newest and is needed for less than this share is written again: a receipt that waits for
 * months, because its business is stopped, must not keep megabytes of others. Nearer ones will be needed for nothing in a moment.
 */
const SPARSE_BEHIND = 4;
const SPARSE_SHARE = 0.25;
/** Values written again together. */
const SPARSE_KEYS_MAX = 64;

/** What is in a segment and is needed. */
interface Need {
  keys: number;
  bytes: number;
}

interface Segment {
  readonly number: number;
  readonly fd: number;
  size: number;
}

/**
 * Bytes that are kept for seconds, beside LevelDB instead of in it: LevelDB writes every value into its log, then into a table, and
 * reads and writes it again until a compaction notices that it was deleted, which cost a quarter of a receipt's CPU (decision 0004).
 *
 *     <directory>/00000007.bytes     appended to, never written again; removed when durably nothing in it is needed; what little is
 *                                    needed of an old one is appended again, so that it can go
 *
 * The store has an address where it would have the bytes: `<segment>:<offset>:<length>:<crc32>`. It is written only after its
 * bytes are flushed, so an address that is found has its bytes. What was appended without one goes with its
 * segment.
 */
export class BytesLog {
  readonly #directory: string;
  /** Key -> where its bytes are. */
  readonly #placeOf = new Map<string, Pick<Address, 'segment' | 'length'>>();
  readonly #needs = new Map<number, Need>();
  /** Segments that are empty by now, which is not yet durable. */
  readonly #empty = new Set<number>();
  #segment: Segment | null = null;
  #last: number;
  /** Worth looking: only the end of a segment makes another one lie far behind. */
  #isSparseLikely = true;

  /** `kept`: key -> address. Segments that have none of them are removed. */
  constructor(directory: string, kept: ReadonlyMap<string, string>) {
    this.#directory = directory;
    for (const [key, address] of kept) this.#keep(key, address);
    const segments = segmentsIn(directory);
    this.#last = Math.max(0, ...segments, ...this.#needs.keys());
    for (const number of segments) this.#removeIfUnused(number);
  }

  /**
   * Resolves with an address for each, in order, when they are flushed: also for a write that is not, since after a power cut the
   * store may have the address that was written later. What was written before a rejection has no address.
   */
  async append(values: readonly Uint8Array[]): Promise<readonly string[]> {
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
      await syncData(segment.fd);
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

  /** Keys of a segment that is hardly needed. When they are written again, with new addresses, it goes. Mostly none. */
  sparseKeys(): readonly string[] {
    if (!this.#isSparseLikely) return [];
    const sparse = this.#findSparse();
    if (sparse === null) {
      this.leaveSparse();
      return [];
    }
    const keys: string[] = [];
    for (const [key, { segment }] of this.#placeOf) {
      if (segment === sparse) keys.push(key);
      if (keys.length === SPARSE_KEYS_MAX) break;
    }
    return keys;
  }

  /** They cannot be written again now: not before the next segment is full. */
  leaveSparse(): void {
    this.#isSparseLikely = false;
  }

  #findSparse(): number | null {
    for (const [number, { bytes }] of this.#needs)
      if (number <= this.#last - SPARSE_BEHIND && bytes < SEGMENT_BYTES * SPARSE_SHARE) return number;
    return null;
  }

  /** Removes nothing: what was appended last may have an address after all, which the next opening will see. */
  [Symbol.dispose](): void {
    if (this.#segment !== null) closeSync(this.#segment.fd);
    this.#segment = null;
  }

  #keep(key: string, address: string): void {
    const { segment, length } = parse(address);
    this.#placeOf.set(key, { segment, length });
    const need = this.#needs.get(segment);
    if (need === undefined) this.#needs.set(segment, { keys: 1, bytes: length });
    else {
      need.keys += 1;
      need.bytes += length;
    }
  }

  #forget(key: string): void {
    const place = this.#placeOf.get(key);
    const need = place === undefined ? undefined : this.#needs.get(place.segment);
    if (place === undefined || need === undefined) return;
    this.#placeOf.delete(key);
    need.keys -= 1;
    need.bytes -= place.length;
    if (need.keys > 0) return;
    this.#needs.delete(place.segment);
    this.#empty.add(place.segment);
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
    this.#isSparseLikely = true;
    this.#removeIfUnused(number);
  }

  #removeIfUnused(number: number): void {
    if (this.#needs.has(number)) return;
    try {
      unlinkSync(this.#path(number));
    } catch {
      // Held by a scanner, perhaps. It does no harm, and the next start removes it.
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
