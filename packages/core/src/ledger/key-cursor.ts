/** Keys that are read slice by slice, with the next one in front. Close it where it was not read to its end. */
export class KeyCursor {
  readonly #slices: AsyncIterator<readonly string[]>;
  #keys: readonly string[] = [];
  #at = -1;
  #head: string | null = null;

  constructor(slices: AsyncIterable<readonly string[]>) {
    this.#slices = slices[Symbol.asyncIterator]();
  }

  /** Null before the first `advance`, and behind the last key. */
  get head(): string | null {
    return this.#head;
  }

  async advance(): Promise<void> {
    this.#at += 1;
    if (this.#at >= this.#keys.length) {
      const next = await this.#slices.next();
      this.#keys = next.done === true ? [] : next.value;
      this.#at = 0;
    }
    this.#head = this.#keys[this.#at] ?? null;
  }

  async close(): Promise<void> {
    await this.#slices.return?.();
  }
}
