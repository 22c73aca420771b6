import type { Clock } from '../../ports/clock.js';

/** Mistyped passwords of a person cost nothing. */
const FREE = 5;
const FIRST_WAIT_MS = 2_000;
const WAIT_MS_MAX = 300_000;
const FORGET_MS = 3_600_000;
/** Addresses and names that are remembered; what tries more of them is slowed by `TOGETHER_MAX`. */
const KEPT_MAX = 5_000;
/** Each takes 32 MB while it is checked. */
const TOGETHER_MAX = 2;

interface Trouble {
  readonly failures: number;
  readonly atMs: number;
}

/** Slows the guessing of passwords: by address and by name, since many addresses may try one name, and one address many names. */
export class Attempts {
  readonly #clock: Pick<Clock, 'tickMs'>;
  readonly #troubles = new Map<string, Trouble>();
  #running = 0;

  constructor(clock: Pick<Clock, 'tickMs'>) {
    this.#clock = clock;
  }

  /** Milliseconds until another attempt is looked at; 0 = now. */
  waitMs(keys: readonly string[]): number {
    if (this.#running >= TOGETHER_MAX) return FIRST_WAIT_MS;
    return Math.max(0, ...keys.map((key) => this.#left(this.#troubles.get(key))));
  }

  /** `check` says whether the password was right. */
  async attempt<T>(keys: readonly string[], check: () => Promise<T | null>): Promise<T | null> {
    this.#running += 1;
    try {
      // Counted before it is known: attempts at the same time are all counted.
      for (const key of keys) this.#note(key, 1);
      const found = await check();
      for (const key of keys) {
        // The wait begins when the answer goes out: a check takes time, and longer where the machine is busy.
        if (found === null) this.#note(key, 0);
        else this.#troubles.delete(key);
      }
      return found;
    } finally {
      this.#running -= 1;
    }
  }

  #note(key: string, more: 0 | 1): void {
    const atMs = this.#clock.tickMs();
    const before = this.#troubles.get(key);
    const failures = before === undefined || atMs - before.atMs > FORGET_MS ? 1 : before.failures + more;
    this.#troubles.delete(key);
    while (this.#troubles.size >= KEPT_MAX) this.#troubles.delete(this.#troubles.keys().next().value ?? '');
    this.#troubles.set(key, { failures, atMs });
  }

  #left(trouble: Trouble | undefined): number {
    if (trouble === undefined || trouble.failures < FREE) return 0;
    const waitMs = Math.min(WAIT_MS_MAX, FIRST_WAIT_MS * 2 ** (trouble.failures - FREE));
    return Math.max(0, trouble.atMs + waitMs - this.#clock.tickMs());
  }
}
