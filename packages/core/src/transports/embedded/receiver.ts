import assert from 'node:assert/strict';
import { type FSWatcher, readdirSync, statSync, unlinkSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../ports/clock.js';
import type { Delivery, ReceiveOptions } from '../../ports/transport.js';
import { Batcher } from '../../runtime/batcher.js';
import { Bell } from '../../runtime/bell.js';
import type { SessionEnd } from '../session-end.js';
import { SingleSettlement } from '../single-settlement.js';
import { embeddedFault } from './faults.js';
import type { EmbeddedSettings } from './settings.js';
import { writeBatches } from './store/batch-writer.js';
import { type Lock, tryLock } from './store/lock.js';
import type { OpenBatch } from './store/open-batch.js';
import { createQueueDirectory, type QueueDirectory, queueDirectory } from './store/queue-directory.js';
import { ReadyShelf, type Shelved } from './store/ready-shelf.js';

/** Acceptances of one turn of the event loop that are written together. */
const ACCEPTS_PER_FLUSH_MAX = 1_000;
/** What a writer left unfinished for so long was left for good: it was killed before anything was sent. */
const LEFTOVER_MS = 3_600_000;
/** Of all messages that were handed out; each exists a few times while it is opened, kept and deposited. */
const UNSETTLED_BYTES_MAX = 16 * 1024 * 1024;

interface ReceiverParts {
  readonly settings: EmbeddedSettings;
  readonly clock: Clock;
  readonly end: SessionEnd;
  readonly nextName: () => string;
  /** Hears 1 while another receiver holds the queue, 0 when it is ours. */
  readonly onShared: (others: number) => void;
}

/**
 * Delivers from one queue while it holds the queue's lock; other receivers, in this process or another, are stand-bys that
 * take over when it ends, however it ends. What it handed out and was not settled is then theirs.
 *
 *     idle ──receive──▶ waiting for the lock ──▶ delivering ──abort, last settlement──▶ idle      any ──end──▶ closed
 */
export class EmbeddedReceiver {
  readonly #settings: EmbeddedSettings;
  readonly #clock: Clock;
  readonly #end: SessionEnd;
  readonly #nextName: () => string;
  readonly #onShared: (others: number) => void;
  readonly #queue: string;
  readonly #directory: QueueDirectory;
  readonly #shelf: ReadyShelf;
  readonly #bell = new Bell();
  readonly #accepted: Batcher<Shelved>;
  #lock: Lock | null = null;
  #watcher: FSWatcher | null = null;
  #unsettled = 0;
  #unsettledBytes = 0;
  #isIterating = false;
  #resting: Promise<void> | null = null;

  constructor(queue: string, { settings, clock, end, nextName, onShared }: ReceiverParts) {
    this.#queue = queue;
    this.#settings = settings;
    this.#clock = clock;
    this.#end = end;
    this.#nextName = nextName;
    this.#onShared = onShared;
    this.#directory = queueDirectory(settings.directory, queue);
    this.#shelf = new ReadyShelf(this.#directory);
    this.#accepted = new Batcher(ACCEPTS_PER_FLUSH_MAX, (accepted) => this.#settleAll(accepted));
    end.onOver(() => this.#bell.ring());
  }

  async *deliveries(
    { prefetch, onConsuming }: ReceiveOptions,
    signal: AbortSignal,
  ): AsyncGenerator<Delivery, void, undefined> {
    if (signal.aborted || this.#end.isOver) return;
    assert(!this.#isIterating, `one iteration at a time: ${this.#queue}`);
    this.#isIterating = true;
    const isLasting = (): boolean => !signal.aborted && !this.#end.isOver;
    try {
      await this.#takeOver(isLasting, signal);
      if (isLasting()) onConsuming?.();
      while (isLasting()) {
        const hasRoom = this.#unsettled < Math.max(1, prefetch) && this.#unsettledBytes < UNSETTLED_BYTES_MAX;
        const next = hasRoom ? await this.#next() : null;
        if (next === null) await this.#bell.wait(this.#settings.pollMs, signal);
        else if (isLasting()) yield this.#deliver(next);
        else this.#shelf.giveBack(next);
      }
    } finally {
      this.#isIterating = false;
      // A file that was being opened when the session ended.
      if (this.#end.isOver) this.#shelf.close();
      await this.#restWhenSettled();
    }
  }

  /** Resolves when every acceptance so far is written. */
  async flush(): Promise<void> {
    await this.#accepted.idle();
  }

  /** The session is over: gives the lock back. What is unsettled is delivered again, to the next holder. */
  async close(): Promise<void> {
    await this.#accepted.idle();
    await this.#restWhenSettled();
  }

  async #takeOver(isLasting: () => boolean, signal: AbortSignal): Promise<void> {
    await this.#resting;
    try {
      await createQueueDirectory(this.#directory);
      let isAwaited = false;
      while (this.#lock === null && isLasting()) {
        this.#lock = await tryLock(this.#directory);
        if (isAwaited !== (this.#lock === null)) this.#onShared(isAwaited ? 0 : 1);
        isAwaited = this.#lock === null;
        if (this.#lock === null) await this.#bell.wait(this.#settings.pollMs, signal);
      }
      if (this.#lock !== null && this.#watcher === null) {
        this.#removeLeftovers();
        this.#watcher = this.#watch();
      }
    } catch (reason) {
      this.#fail(reason);
    }
  }

  /** A hint only: where the file system tells nothing, or loses it, the poll finds the messages. */
  #watch(): FSWatcher | null {
    try {
      const watcher = watch(this.#directory.ready, { persistent: false }, () => this.#bell.ring());
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      // No more watches to be had on this machine: the poll alone.
      return null;
    }
  }

  async #next(): Promise<Shelved | null> {
    try {
      return await this.#shelf.next();
    } catch (reason) {
      this.#fail(reason);
      return null;
    }
  }

  #deliver(shelved: Shelved): Delivery {
    const { batch, index, message } = shelved;
    const deliveryCount = batch.countDelivery(index);
    this.#unsettled += 1;
    this.#unsettledBytes += message.body.length;
    return new SingleSettlement({
      message,
      isRedelivered: deliveryCount > 1,
      deliveryCount,
      accept: () => this.#accept(shelved),
      release: () => this.#settle(() => this.#giveBack(shelved)),
      refuse: () => this.#settle(() => this.#putAside(shelved)),
    });
  }

  async #accept(shelved: Shelved): Promise<boolean> {
    if (this.#end.isOver) throw this.#end.closed();
    await this.#accepted.add(shelved);
    return true;
  }

  async #settle(work: () => Promise<void> | void): Promise<void> {
    if (this.#end.isOver) throw this.#end.closed();
    try {
      await work();
    } catch (reason) {
      throw this.#fail(reason);
    }
    await this.#restWhenSettled();
  }

  async #settleAll(accepted: readonly Shelved[]): Promise<void> {
    // After the end the lock is another's, and so are the states of the messages.
    if (this.#lock === null) throw this.#end.closed();
    const byBatch = new Map<OpenBatch, number[]>();
    for (const { batch, index } of accepted) {
      const indexes = byBatch.get(batch);
      if (indexes === undefined) byBatch.set(batch, [index]);
      else indexes.push(index);
    }
    try {
      for (const [batch, indexes] of byBatch) this.#shelf.settle(batch, indexes);
    } catch (reason) {
      throw this.#fail(reason);
    }
    this.#isSettled(accepted);
    await this.#restWhenSettled();
  }

  #giveBack(shelved: Shelved): void {
    this.#shelf.giveBack(shelved);
    this.#isSettled([shelved]);
  }

  /** A crash between the two leaves it in both places: aside, and delivered once more. */
  async #putAside(shelved: Shelved): Promise<void> {
    const { batch, index, message } = shelved;
    const place = { incoming: this.#directory.incoming, ready: this.#directory.refused };
    const written = await writeBatches(place, [message], this.#nextName);
    if (written.kind === 'failed') throw embeddedFault(written.reason, 'transport.closed', { queue: this.#queue });
    if (this.#lock === null) throw this.#end.closed();
    this.#shelf.settle(batch, [index]);
    this.#isSettled([shelved]);
  }

  #isSettled(settled: readonly Shelved[]): void {
    this.#unsettled -= settled.length;
    for (const { message } of settled) this.#unsettledBytes -= message.body.length;
    this.#bell.ring();
  }

  /** Gives the lock back as soon as nothing here needs it; at the end at once, even if an iteration hangs at its reader. */
  async #restWhenSettled(): Promise<void> {
    while (this.#lock !== null && (this.#end.isOver || (!this.#isIterating && this.#unsettled === 0))) {
      this.#resting ??= this.#rest();
      await this.#resting;
      this.#resting = null;
    }
  }

  async #rest(): Promise<void> {
    const lock = this.#lock;
    this.#lock = null;
    this.#watcher?.close();
    this.#watcher = null;
    this.#shelf.close();
    await lock?.release();
  }

  #removeLeftovers(): void {
    for (const name of readdirSync(this.#directory.incoming)) {
      const path = join(this.#directory.incoming, name);
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats !== undefined && this.#clock.nowMs() - stats.mtimeMs > LEFTOVER_MS) unlinkSync(path);
    }
  }

  #fail(reason: unknown): Error {
    const fault = embeddedFault(reason, 'transport.closed', { queue: this.#queue });
    this.#end.finish(fault);
    return fault;
  }
}
