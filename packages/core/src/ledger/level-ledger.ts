import { Fault } from '../contract/fault.js';
import type { DocumentId } from '../domain/document.js';
import { formatStamp } from '../domain/stamp.js';
import type { Clock } from '../ports/clock.js';
import type { Durability, Ledger, LedgerChange, LedgerDamage } from '../ports/ledger.js';
import { Batcher } from '../runtime/batcher.js';
import { endProcess, Scope } from '../runtime/scope.js';
import { type ForgettingBook, forgetBook } from './book/forget.js';
import { openBook } from './book/writer.js';
import type { Plan } from './draft.js';
import { ALL_COUNTS, BATCH_KEY, changesKey, documentKey } from './keys.js';
import { LevelReader } from './level-reader.js';
import { Planner } from './planner.js';
import { prune } from './prune.js';
import type { ReadStore, WriteStore } from './store.js';
import { type Change, Submission } from './submission.js';

/** Calls in one batch: enough that a flood pays one fsync for hundreds, few enough that planning stays within milliseconds. */
const BATCH_MAX = 512;
/** `soon` promises the disk within a second; half of it leaves room for a slow fsync. */
const SYNC_AFTER_MS = 500;
/** Of a document's id. */
const ID_DIGITS = 22;
/** Between two slices of forgetting: the hot path gets most of the time. */
const PRUNE_PAUSE_MS = 10;

/**
 * The ledger over LevelDB. One writer: calls queue, and what arrives while a batch is being written forms the next, in order,
 * whatever their durability. A batch is synced when any call in it asks for it, so under load `soon` writes ride along for
 * nothing; one that held only `soon` writes is followed by a sync within a second.
 */
export class LevelLedger extends LevelReader implements Ledger {
  readonly isNew: boolean;
  readonly #store: WriteStore;
  readonly #planner: Planner;
  readonly #clock: Clock;
  readonly #batcher = new Batcher<Submission>(BATCH_MAX, (submissions) => this.#commit(submissions));
  readonly #background: Scope;
  /** A batch that was reported as failed, but may turn out to be written. */
  #doubtful: Plan | null = null;
  #isSyncDue = false;
  #isSyncing = false;
  #disposing: Promise<void> | null = null;

  constructor(store: WriteStore, planner: Planner, clock: Clock) {
    super(store);
    this.isNew = planner.lastNumber === 0;
    this.#store = store;
    this.#planner = planner;
    this.#clock = clock;
    // Only `#sync` runs in it, which ends by itself or by the abort of this scope.
    this.#background = new Scope(new AbortController().signal, endProcess);
  }

  async write(changes: readonly LedgerChange[], durability: Durability): Promise<void> {
    if (changes.length > 0) await this.#submit(changes, durability);
  }

  /** As the port says; stops early when the signal aborts and returns what it has forgotten by then. */
  async prune(olderThanMs: number, signal: AbortSignal): Promise<number> {
    return prune({ ...this.#forgetting(), reader: this }, olderThanMs, signal);
  }

  assertThere(): void {
    this.#store.assertThere();
  }

  async certainlyAbsent(ids: readonly DocumentId[]): Promise<ReadonlySet<DocumentId>> {
    const known = await this.findDamage();
    // An id begins with the time of its claim: what was claimed after the damage cannot have suffered from it.
    const isAfter = (id: DocumentId): boolean => known === null || id > formatStamp(known.noticedMs, ID_DIGITS);
    const sorted = ids.filter(isAfter).sort();
    const [first, last] = [sorted[0], sorted.at(-1)];
    if (first === undefined || last === undefined) return new Set();
    const tables = this.#store.countDamagedTables(documentKey(first), changesKey(documentKey(last)));
    if (tables === 0) return new Set(sorted);
    await this.noteDamage({
      noticedMs: this.#clock.nowMs(),
      gaps: 0,
      batchesMissing: 0,
      tables,
      isAcknowledged: false,
    });
    return new Set();
  }

  get lastBatch(): number {
    return this.#planner.lastNumber;
  }

  begin(): Promise<void> {
    return this.#submit([{ type: 'begin', atMs: this.#clock.nowMs() }], 'durable');
  }

  sealBook(): Promise<void> {
    return this.#submit([{ type: 'seal-book' }], 'durable');
  }

  forgetBook(before: string, signal: AbortSignal): Promise<number> {
    return forgetBook(this.#forgetting(), before, signal);
  }

  noteDamage(damage: LedgerDamage): Promise<void> {
    return this.#submit([{ type: 'damage', damage }], 'durable');
  }

  /** Waits for what was submitted and brings it to disk. */
  override [Symbol.asyncDispose](): Promise<void> {
    this.#disposing ??= this.#dispose();
    return this.#disposing;
  }

  async #dispose(): Promise<void> {
    await this.#background[Symbol.asyncDispose]();
    try {
      if (this.#isSyncDue) await this.#batcher.add(new Submission([], 'durable'));
      await this.#batcher.idle();
    } finally {
      await this.#store[Symbol.asyncDispose]();
    }
  }

  #forgetting(): ForgettingBook {
    return {
      store: this.#store,
      submit: (changes) => this.#submit(changes, 'soon'),
      pause: (signal) => this.#clock.sleep(PRUNE_PAUSE_MS, signal).catch(() => undefined),
    };
  }

  async #submit(changes: readonly Change[], durability: Durability): Promise<void> {
    if (this.#disposing !== null) throw new Fault('operation.aborted');
    const submission = new Submission(changes, durability);
    await this.#batcher.add(submission);
    submission.rethrow();
  }

  async #commit(submissions: readonly Submission[]): Promise<void> {
    if (await this.#store.heal()) await this.#settleDoubt();
    const plan = this.#planner.plan(submissions, this.#clock.nowMs());
    const isSynced = submissions.some((submission) => submission.durability === 'durable');
    try {
      await this.#store.write(plan.operations, isSynced);
    } catch (reason) {
      this.#doubtful = plan;
      throw reason;
    }
    this.#planner.keep(plan);
    if (isSynced) this.#isSyncDue = false;
    else this.#syncLater();
  }

  /** The store is open again and shows whether the failed batch reached it; its callers were told that it did not. */
  async #settleDoubt(): Promise<void> {
    const plan = this.#doubtful;
    if (plan !== null && this.#store.find(BATCH_KEY) === String(plan.number))
      await this.#store.write(this.#planner.undo(plan, this.#clock.nowMs()), true);
    this.#doubtful = null;
  }

  #syncLater(): void {
    this.#isSyncDue = true;
    if (this.#isSyncing) return;
    this.#isSyncing = true;
    this.#background.spawn((signal) => this.#sync(signal).finally(() => (this.#isSyncing = false)));
  }

  async #sync(signal: AbortSignal): Promise<void> {
    while (this.#isSyncDue) {
      await this.#clock.sleep(SYNC_AFTER_MS, signal);
      // A failure is not lost: the store is failed now, so the next caller is told, and this tries again.
      if (this.#isSyncDue) await this.#batcher.add(new Submission([], 'durable')).catch(() => undefined);
    }
  }
}

/** Reads what the writer has to know before its first batch. */
export async function createPlanner(store: ReadStore): Promise<Planner> {
  const counts = new Map<string, number>();
  for await (const entries of store.entries(ALL_COUNTS, 'ascending', BATCH_MAX)) {
    for (const [key, count] of entries) counts.set(key, Number(count));
  }
  const number = Number(store.find(BATCH_KEY) ?? 0);
  return new Planner(store, counts, number, await openBook(store, number));
}
