const SECONDS = 60;

/** How often something happened in each of the last 60 full seconds. */
export class RateRing {
  readonly #counts = new Array<number>(SECONDS + 1).fill(0);
  readonly #firstSecond: number;
  #second: number;

  constructor(nowMs: number) {
    this.#firstSecond = Math.floor(nowMs / 1_000);
    this.#second = this.#firstSecond;
  }

  add(atMs: number): void {
    this.#advance(atMs);
    const slot = this.#second % this.#counts.length;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }

  /** Oldest first; the running second is not among them, since it would always look slow. */
  perSecond(nowMs: number): readonly number[] {
    this.#advance(nowMs);
    const known = Math.min(SECONDS, this.#second - this.#firstSecond);
    return Array.from(
      { length: known },
      (_, at) => this.#counts[(this.#second - known + at) % this.#counts.length] ?? 0,
    );
  }

  /** Empties the seconds in which nothing happened. A clock that was set back counts into the latest second it knew. */
  #advance(nowMs: number): void {
    const second = Math.floor(nowMs / 1_000);
    const steps = Math.min(second - this.#second, this.#counts.length);
    for (let step = 1; step <= steps; step += 1) this.#counts[(second - steps + step) % this.#counts.length] = 0;
    if (second > this.#second) this.#second = second;
  }
}
