import { Station } from './station.js';

/** A station whose items have no result of their own: they are done, or their whole batch failed. */
export class Batcher<T> {
  readonly #station: Station<T, void>;

  constructor(itemsMax: number, work: (items: readonly T[]) => Promise<void>) {
    this.#station = new Station(itemsMax, async (items) => {
      await work(items);
      return items.map(() => undefined);
    });
  }

  /** Resolves when the batch that holds this item is done; rejects when that batch failed. */
  add(item: T): Promise<void> {
    return this.#station.add(item);
  }

  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void> {
    return this.#station.idle();
  }
}
