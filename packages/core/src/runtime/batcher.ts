import { createDeferred, type Deferred } from './deferred.js';

interface Waiting<T> {
  readonly item: T;
  readonly done: Deferred<void>;
}

/**
 * Natural batching: while one batch is being worked on, whatever arrives forms the next. No timer, so a single item waits for
 * nothing and a flood pays one commit for many. Batches run one after another, in order.
 */
export class Batcher<T> {
  readonly #work: (items: readonly T[]) => Promise<void>;
  readonly #itemsMax: number;
  #waiting: Waiting<T>[] = [];
  #running: Promise<void> | null = null;

  constructor(itemsMax: number, work: (items: readonly T[]) => Promise<void>) {
    this.#itemsMax = itemsMax;
    this.#work = work;
  }

  /** Resolves when the batch that holds this item is done; rejects when that batch failed. */
  add(item: T): Promise<void> {
    const done = createDeferred<void>();
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
    while (this.#waiting.length > 0) await this.#runBatch(this.#waiting.splice(0, this.#itemsMax));
    this.#running = null;
  }

  async #runBatch(batch: readonly Waiting<T>[]): Promise<void> {
    try {
      await this.#work(batch.map((waiting) => waiting.item));
      for (const waiting of batch) waiting.done.resolve();
    } catch (reason) {
      for (const waiting of batch) waiting.done.reject(reason);
    }
  }
}
