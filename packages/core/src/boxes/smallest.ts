/**
 * The first `max` names in name order of any number of names, in memory of about twice that many. The order is that of the
 * code units: the same on every machine, whatever its language.
 */
export class SmallestNames {
  readonly #max: number;
  #names: string[] = [];
  /** Names from here on can no longer be among the first. */
  #bound: string | null = null;

  constructor(max: number) {
    this.#max = max;
  }

  add(name: string): void {
    if (this.#max === 0 || (this.#bound !== null && name >= this.#bound)) return;
    this.#names.push(name);
    if (this.#names.length >= 2 * this.#max) this.#shrink();
  }

  /** In order. */
  take(): readonly string[] {
    this.#shrink();
    return this.#names;
  }

  #shrink(): void {
    // Without a comparison of its own, sorting compares code units, which is what is wanted, and is twice as fast.
    this.#names.sort();
    if (this.#names.length <= this.#max) return;
    this.#names.length = this.#max;
    this.#bound = this.#names.at(-1) ?? null;
  }
}

export function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
