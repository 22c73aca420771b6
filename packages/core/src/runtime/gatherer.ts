/**
 * Hands on together what is added within one turn of the event loop, in order. No timer and no promise for an item: a single one waits
 * for the end of its turn, and a flood pays one act for many.
 */
export class Gatherer<T> {
  readonly #itemsMax: number;
  readonly #take: (items: readonly T[]) => void;
  #items: T[] = [];

  /** `take` must not throw; it is given at most `itemsMax` at a time. */
  constructor(itemsMax: number, take: (items: readonly T[]) => void) {
    this.#itemsMax = itemsMax;
    this.#take = take;
  }

  add(item: T): void {
    this.#items.push(item);
    if (this.#items.length === 1) setImmediate(() => this.#handOn());
  }

  #handOn(): void {
    const items = this.#items;
    this.#items = [];
    for (let at = 0; at < items.length; at += this.#itemsMax) this.#take(items.slice(at, at + this.#itemsMax));
  }
}
