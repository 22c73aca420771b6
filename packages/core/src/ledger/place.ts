import { type BigIntStats, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../contract/fault.js';

/** LevelDB holds it open as long as it lives, so nothing else can get its identity until then. */
const LOCK = 'LOCK';

/**
 * Where an opened ledger is. A directory that is removed or exchanged under a running process takes every later write with it
 * and says nothing: open files go on to be written. So each batch is followed by a look at what has the name now.
 */
export class LedgerPlace {
  readonly #directory: string;
  readonly #lock: BigIntStats;
  #changedNs: bigint;

  /** Of a ledger that is open. */
  constructor(directory: string) {
    this.#directory = directory;
    this.#lock = statSync(path.join(directory, LOCK), { bigint: true });
    this.#changedNs = statSync(directory, { bigint: true }).mtimeNs;
  }

  /** Throws `ledger.gone` unless what was opened is still there. A few microseconds. */
  assertThere(): void {
    const lock = this.#look(LOCK);
    if (lock.ino !== this.#lock.ino || lock.dev !== this.#lock.dev) throw this.#gone('replaced', null);
    const { mtimeNs } = this.#look('.');
    if (mtimeNs === this.#changedNs) return;
    // A file came or went: seldom, and then the names are read.
    this.#assertFiles();
    this.#changedNs = mtimeNs;
  }

  #assertFiles(): void {
    try {
      const current = readFileSync(path.join(this.#directory, 'CURRENT'), 'utf8').trim();
      statSync(path.join(this.#directory, current));
      if (readdirSync(this.#directory).some((name) => /^\d+\.log$/.test(name))) return;
    } catch (reason) {
      throw this.#gone('incomplete', reason);
    }
    throw this.#gone('incomplete', null);
  }

  #look(name: string): BigIntStats {
    try {
      return statSync(path.join(this.#directory, name), { bigint: true });
    } catch (reason) {
      throw this.#gone('missing', reason);
    }
  }

  #gone(what: 'missing' | 'replaced' | 'incomplete', reason: unknown): Fault {
    return new Fault('ledger.gone', { directory: this.#directory, what }, reason);
  }
}
