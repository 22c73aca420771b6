import { access, constants, mkdir, readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { Fault } from '../contract/fault.js';
import { BytesLog } from './bytes-log.js';
import { isInputOutput, ledgerFault, type Situation } from './faults.js';
import { ALL_RAW, KEY_BYTES_MAX, type KeyRange } from './keys.js';
import type { Operation, Order, WriteStore } from './store.js';

/** Memory that LevelDB may take. Two write buffers can exist at a time. */
export interface StoreMemory {
  readonly cacheBytes: number;
  readonly writeBufferBytes: number;
}

/** Free space below which a failed write is called a full disk, beyond what a re-opening needs to write out its log. */
const FREE_BYTES_MIN = 4 << 20;
/** Of the ledger's directory: where the values lie that are bytes. LevelDB leaves alone what is not its own. */
const BYTES_DIRECTORY = 'bytes';

type Database = ClassicLevel<string, string>;
type Chunked<T> = { nextv(size: number): Promise<T[]>; close(): Promise<void> };

/**
 * The LevelDB handle, its errors translated.
 *
 *     sound ──write fails──▶ failed ──heal──▶ sound
 *
 * After a failed write LevelDB either refuses every later one or, worse, appends them behind a half-written record where its
 * own recovery drops them. So a failed handle is only read from, and `heal` opens a new one.
 */
export class LevelStore implements WriteStore {
  readonly #directory: string;
  readonly #memory: StoreMemory;
  #opened: Opened;
  #failure: Fault | null = null;

  private constructor(directory: string, memory: StoreMemory, opened: Opened) {
    this.#directory = directory;
    this.#memory = memory;
    this.#opened = opened;
  }

  /** Creates the ledger's directory where there is none; rejects with `instance.already-running`, `ledger.broken` or `disk.*`. */
  static async open(directory: string, memory: StoreMemory): Promise<LevelStore> {
    return new LevelStore(directory, memory, await openAll(directory, memory));
  }

  find(key: string): string | null {
    try {
      return this.#opened.database.getSync(key) ?? null;
    } catch (reason) {
      throw this.#translate(reason, 'read');
    }
  }

  findBytes(key: string): Uint8Array | null {
    const address = this.find(key);
    if (address === null) return null;
    try {
      return this.#opened.bytes.read(address);
    } catch (reason) {
      throw this.#translate(reason, 'read');
    }
  }

  keys(range: KeyRange, order: Order, slice: number): AsyncIterable<readonly string[]> {
    return this.#slices(() => this.#opened.database.keys(limits(range, order)), slice);
  }

  entries(range: KeyRange, order: Order, slice: number): AsyncIterable<readonly (readonly [string, string])[]> {
    return this.#slices(() => this.#opened.database.iterator(limits(range, order)), slice);
  }

  async write(operations: readonly Operation[], isSynced: boolean): Promise<void> {
    await this.#write(operations, isSynced);
    await this.#writeSparseAgain();
  }

  /** What was to be written is written, whatever becomes of this; the bytes stay where they are then. */
  async #writeSparseAgain(): Promise<void> {
    const { bytes } = this.#opened;
    try {
      for (let keys = bytes.sparseKeys(); keys.length > 0; keys = bytes.sparseKeys())
        await this.#write(
          keys.map((key) => ({ key, value: this.findBytes(key) })),
          true,
        );
    } catch {
      // A write that failed has made the store failed, which the next one is told; bytes that are broken are told when they are used.
      bytes.leaveSparse();
    }
  }

  async #write(operations: readonly Operation[], isSynced: boolean): Promise<void> {
    const { database, bytes } = this.#opened;
    try {
      const values = operations.flatMap(({ value }) => (value instanceof Uint8Array ? [value] : []));
      const addresses = await bytes.append(values, isSynced);
      // A chained batch costs 1 microsecond per key, an array of operations 17 (measured with classic-level 3.0.0).
      const batch = database.batch();
      let count = 0;
      for (const { key, value } of operations) {
        if (value === null) batch.del(key);
        else batch.put(key, typeof value === 'string' ? value : (addresses[count++] ?? ''));
      }
      await batch.write({ sync: isSynced });
      bytes.written(operations, addresses, isSynced);
    } catch (reason) {
      this.#failure = await this.#writeFault(reason);
      throw this.#failure;
    }
  }

  async heal(): Promise<boolean> {
    if (this.#failure === null) return false;
    // Looked at first, so that the handle that can still be read from is not given up for nothing.
    if (await isFull(this.#directory)) throw new Fault('disk.full', { directory: this.#directory });
    await this.#close();
    try {
      this.#opened = await openAll(this.#directory, this.#memory);
    } catch (reason) {
      // Whatever keeps it from opening now, the running agent waits for the world to get better instead of stopping.
      throw reason instanceof Fault && reason.fate === 'hold'
        ? reason
        : new Fault('ledger.write-failed', { directory: this.#directory }, reason);
    }
    this.#failure = null;
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }

  async #close(): Promise<void> {
    try {
      this.#opened.bytes[Symbol.dispose]();
      await this.#opened.database.close();
    } catch (reason) {
      throw this.#translate(reason, 'write');
    }
  }

  async *#slices<T>(open: () => Chunked<T>, size: number): AsyncGenerator<readonly T[]> {
    let iterator: Chunked<T> | null = null;
    try {
      iterator = open();
      for (let slice = await iterator.nextv(size); slice.length > 0; slice = await iterator.nextv(size)) yield slice;
    } catch (reason) {
      throw this.#translate(reason, 'read');
    } finally {
      await iterator?.close();
    }
  }

  async #writeFault(reason: unknown): Promise<Fault> {
    if (isInputOutput(reason) && (await isFull(this.#directory)))
      return new Fault('disk.full', { directory: this.#directory }, reason);
    return this.#translate(reason, 'write');
  }

  #translate(reason: unknown, situation: Situation): Fault {
    return ledgerFault(reason, situation, this.#directory);
  }
}

function limits(range: KeyRange, order: Order): { gte: string; lt: string; reverse: boolean; fillCache: boolean } {
  return { gte: range.from, lt: range.before, reverse: order === 'descending', fillCache: false };
}

interface Opened {
  readonly database: Database;
  readonly bytes: BytesLog;
}

async function openAll(directory: string, memory: StoreMemory): Promise<Opened> {
  const database = await openDatabase(directory, memory);
  try {
    const kept = await database.iterator(limits(ALL_RAW, 'ascending')).all();
    return { database, bytes: new BytesLog(join(directory, BYTES_DIRECTORY), new Map(kept)) };
  } catch (reason) {
    await database.close();
    throw ledgerFault(reason, 'open', directory);
  }
}

async function openDatabase(directory: string, memory: StoreMemory): Promise<Database> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    await refuseHeadless(directory);
    const database: Database = new ClassicLevel<string, string>(directory, {
      keyEncoding: 'utf8',
      valueEncoding: 'utf8',
      createIfMissing: true,
      compression: true,
      cacheSize: memory.cacheBytes,
      writeBufferSize: memory.writeBufferBytes,
      // Every table stays open, since its filter is what makes a point read of an unknown key cheap. Mapped pages are the system's.
      maxOpenFiles: 1_000,
    });
    await database.open();
    // classic-level 3.0.0 copies a key for getSync into a buffer that it enlarges only when a key fills it to the last byte; a
    // longer key of Chinese characters is cut before that and finds nothing. The first key decides its size, so this is one.
    database.getSync('m'.repeat(KEY_BYTES_MAX));
    return database;
  } catch (reason) {
    throw ledgerFault(reason, 'open', directory);
  }
}

/** LevelDB would quietly begin anew where its CURRENT file is missing: tables without it are a broken ledger, not an empty one. */
async function refuseHeadless(directory: string): Promise<void> {
  const names = await readdir(directory);
  if (!names.includes('CURRENT') && names.some(isDataFile))
    throw new Fault('ledger.broken', { directory, missing: 'CURRENT' });
}

/** Is there a ledger, sound or broken? False where none was ever written. */
export async function holdsLedger(directory: string): Promise<boolean> {
  try {
    const names = await readdir(directory);
    return names.includes('CURRENT') || names.some(isDataFile);
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return false;
    throw ledgerFault(reason, 'open', directory);
  }
}

function isDataFile(name: string): boolean {
  return /^\d+\.(log|ldb|sst)$/.test(name);
}

async function isFull(directory: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize < FREE_BYTES_MIN + (await logBytes(directory));
  } catch {
    // Not even this can be asked, so nothing says that the disk is full.
    return false;
  }
}

/** What a re-opening turns into tables before it can go on. */
async function logBytes(directory: string): Promise<number> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.log'));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(directory, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
