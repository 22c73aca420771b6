import assert from 'node:assert/strict';
import { createDeferred, type Deferred } from './deferred.js';

interface Visit<T, R> {
  readonly item: T;
  readonly done: Deferred<R>;
}

/**
 * One station of a line: while one batch is worked on, what arrives forms the next, in order of arrival. No timer, so a single item
 * waits for nothing and a flood pays one act for many. Batches run one after another; each item hears what became of it alone.
 */
export class Station<T, R> {
  readonly #work: (items: readonly T[]) => Promise<readonly (R | Promise<R>)[]>;
  readonly #itemsMax: number;
  #waiting: Visit<T, R>[] = [];
  #running: Promise<void> | null = null;

  /** `work` answers with one result for each item, in their order; a promise among them holds up no other. */
  constructor(itemsMax: number, work: (items: readonly T[]) => Promise<readonly (R | Promise<R>)[]>) {
    this.#itemsMax = itemsMax;
    this.#work = work;
  }

  /** Resolves with what became of this item; rejects when the batch that holds it failed. */
  add(item: T): Promise<R> {
    const done = createDeferred<R>();
    this.#waiting.push({ item, done });
    this.#running ??= this.#run();
    return done.promise;
  }

  /** Resolves when nothing waits and nothing runs. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    // One turn of the event loop gathers everything that the current turn adds.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#runBatch(this.#takeBatch());
    this.#running = null;
  }

  #takeBatch(): readonly Visit<T, R>[] {
    const batch = this.#waiting;
    this.#waiting = batch.length > this.#itemsMax ? batch.splice(this.#itemsMax) : [];
    return batch;
  }

  async #runBatch(batch: readonly Visit<T, R>[]): Promise<void> {
    try {
      const results = await this.#work(batch.map(({ item }) => item));
      assert(results.length === batch.length, 'one result for each item');
      for (const [index, result] of results.entries()) batch[index]?.done.resolve(result);
    } catch (reason) {
      for (const { done } of batch) done.reject(reason);
    }
  }
}
