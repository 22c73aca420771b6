import { join } from 'node:path';
import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';
import { systemClock } from '../runtime/system-clock.js';
import { BytesLog } from './bytes-log.js';
import { damagedTables, damageOf, type Examined, encodeDamage, examine, keepEvidence } from './damage.js';
import { isInputOutput, ledgerFault, type Situation } from './faults.js';
import { isFull, openFault } from './full-disk.js';
import { ALL_RAW, BATCH_KEY, DAMAGE_KEY, type KeyRange, REINDEX_KEY } from './keys.js';
import { LedgerMark, readMark } from './mark.js';
import { type Database, holdsLedger, openDatabase, type StoreMemory } from './open-database.js';
import { LedgerPlace } from './place.js';
import type { Operation, Order, WriteStore } from './store.js';

/** Of the ledger's directory: where the values are that are bytes. LevelDB leaves alone what is not its own. */
const BYTES_DIRECTORY = 'bytes';

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

  /**
   * Creates the ledger's directory where there is none; rejects with `instance.already-running`, `ledger.broken`, `ledger.lost` or
   * `disk.*`. What is missing in it is noted in it, by whatever opens it first: nothing shows it afterwards.
   */
  static async open(directory: string, memory: StoreMemory, clock: Clock = systemClock): Promise<LevelStore> {
    const examined = await examineFirst(directory);
    if (examined.gaps.length > 0) keepEvidence(directory, String(examined.mark ?? 0));
    const store = new LevelStore(directory, memory, await openAll(directory, memory, true));
    try {
      await store.#noteMissing(examined, clock);
      return store;
    } catch (reason) {
      await store.#close();
      throw reason;
    }
  }

  async #noteMissing(examined: Examined, clock: Clock): Promise<void> {
    const found = Number(this.find(BATCH_KEY) ?? 0);
    if (found === 0 && examined.mark !== null && examined.mark > 0)
      throw new Fault('ledger.lost', { directory: this.#directory, batches: examined.mark });
    const damage = damageOf(examined, found, clock.nowMs());
    if (damage !== null)
      await this.#write(
        [
          { key: DAMAGE_KEY, value: encodeDamage(damage) },
          // Of a batch in the middle that is gone, what came after is there: the index then follows documents that are not.
          { key: REINDEX_KEY, value: '' },
        ],
        true,
      );
    this.#opened.mark.write(found);
  }

  assertThere(): void {
    this.#opened.place.assertThere();
  }

  countDamagedTables(from: string, to: string): number {
    return damagedTables(this.#directory, { from, to }).length;
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
    const { database, bytes, mark, place } = this.#opened;
    try {
      const values = operations.flatMap(({ value }) => (value instanceof Uint8Array ? [value] : []));
      const addresses = await bytes.append(values);
      // A chained batch costs 1 microsecond per key, an array of operations 17 (measured with classic-level 3.0.0).
      const batch = database.batch();
      let count = 0;
      for (const { key, value } of operations) {
        if (value === null) batch.del(key);
        else batch.put(key, typeof value === 'string' ? value : (addresses[count++] ?? ''));
      }
      await batch.write({ sync: isSynced });
      const last = operations.at(-1);
      if (isSynced && last?.key === BATCH_KEY) mark.write(Number(last.value));
      // Last, so that what is told to be written is where it will be looked for.
      place.assertThere();
      bytes.written(operations, addresses, isSynced);
    } catch (reason) {
      this.#failure = await this.#writeFault(reason);
      throw this.#failure;
    }
  }

  async heal(): Promise<boolean> {
    if (this.#failure === null) return false;
    // Looked at first, so that the handle that can still be read from is not given up for nothing.
    this.assertThere();
    if (await isFull(this.#directory)) throw new Fault('disk.full', { directory: this.#directory });
    const { gaps } = examine(this.#directory);
    if (gaps.length > 0) throw new Fault('ledger.write-failed', { directory: this.#directory, gaps: gaps.length });
    await this.#close();
    try {
      this.#opened = await openAll(this.#directory, this.#memory, false);
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
      this.#opened.mark[Symbol.dispose]();
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

/** What one turn of an iterator reads at most, whatever the slice. By default it is 16 KiB, some 20 records: a walk then costs twice as much. */
const TURN_BYTES_MAX = 1 << 20;

interface Limits {
  readonly gte: string;
  readonly lt: string;
  readonly reverse: boolean;
  readonly fillCache: boolean;
  readonly highWaterMarkBytes: number;
}

function limits({ from, before }: KeyRange, order: Order): Limits {
  const isReverse = order === 'descending';
  return { gte: from, lt: before, reverse: isReverse, fillCache: false, highWaterMarkBytes: TURN_BYTES_MAX };
}

interface Opened {
  readonly database: Database;
  readonly bytes: BytesLog;
  readonly mark: LedgerMark;
  readonly place: LedgerPlace;
}

/** Nothing is missing where there is nothing yet. */
async function examineFirst(directory: string): Promise<Examined> {
  try {
    return (await holdsLedger(directory)) ? examine(directory) : { gaps: [], mark: readMark(directory) };
  } catch (reason) {
    throw ledgerFault(reason, 'open', directory);
  }
}

async function openAll(directory: string, memory: StoreMemory, mayCreate: boolean): Promise<Opened> {
  const database = await openDatabase(directory, memory, mayCreate);
  try {
    const kept = await database.iterator(limits(ALL_RAW, 'ascending')).all();
    const bytes = new BytesLog(join(directory, BYTES_DIRECTORY), new Map(kept));
    const mark = new LedgerMark(directory);
    return { database, bytes, mark, place: new LedgerPlace(directory) };
  } catch (reason) {
    await database.close();
    throw await openFault(reason, directory);
  }
}
