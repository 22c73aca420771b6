/**
 * The records that will most likely change again, so that their second write needs no read. Bounded: what falls out is read
 * from the store. Oldest out first.
 */
export class RecordCache<Id, R> {
  readonly #records = new Map<Id, R>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  get(id: Id): R | undefined {
    return this.#records.get(id);
  }

  set(id: Id, record: R): void {
    this.#records.set(id, record);
    if (this.#records.size <= this.#max) return;
    for (const oldest of this.#records.keys()) {
      this.#records.delete(oldest);
      return;
    }
  }

  delete(id: Id): void {
    this.#records.delete(id);
  }
}
