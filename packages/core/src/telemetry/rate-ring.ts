const SLOTS = 60;
const SECOND_MS = 1_000;

/** How often something happened in each of the last 60 full seconds, or other units of time. */
export class RateRing {
  readonly #counts = new Array<number>(SLOTS + 1).fill(0);
  readonly #first: number;
  readonly #unitMs: number;
  #unit: number;

  constructor(nowMs: number, unitMs: number = SECOND_MS) {
    this.#unitMs = unitMs;
    this.#first = Math.floor(nowMs / unitMs);
    this.#unit = this.#first;
  }

  add(atMs: number): void {
    this.#advance(atMs);
    const slot = this.#unit % this.#counts.length;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }

  /** Oldest first; the running unit is not among them, since it would always look slow. */
  latest(nowMs: number): readonly number[] {
    this.#advance(nowMs);
    const known = Math.min(SLOTS, this.#unit - this.#first);
    return Array.from({ length: known }, (_, at) => this.#counts[(this.#unit - known + at) % this.#counts.length] ?? 0);
  }

  /** Empties the units in which nothing happened. A clock that was set back counts into the latest unit it knew. */
  #advance(nowMs: number): void {
    const unit = Math.floor(nowMs / this.#unitMs);
    const steps = Math.min(unit - this.#unit, this.#counts.length);
    for (let step = 1; step <= steps; step += 1) this.#counts[(unit - steps + step) % this.#counts.length] = 0;
    if (unit > this.#unit) this.#unit = unit;
  }
}
