import type { Clock } from '../ports/clock.js';
import { endProcess, Scope } from '../runtime/scope.js';
import { flushDirectory } from './disk.js';

/**
 * Moves after which directories are brought to disk at once. Each pass makes the file system's journal write, for which every
 * rename waits: at 100 moves that costs a tenth of the throughput.
 */
const MOVES_MAX = 500;
/** And this long after a move at the latest. */
const DELAY_MS = 50;

/**
 * Brings directories to disk in groups, in the background. What a power cut takes with it is the moves of one group; the ledger
 * knows those documents, so their files are found again where they were before the move, never lost.
 */
export class DirectorySync implements AsyncDisposable {
  readonly #clock: Clock;
  readonly #scope: Scope;
  #dirty = new Set<string>();
  #moves = 0;
  #isArmed = false;
  #running: Promise<void> | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    // Failures end in #pass; nothing else runs in this scope.
    this.#scope = new Scope(new AbortController().signal, endProcess);
  }

  /** These directories have changed by one move. */
  mark(...directories: readonly string[]): void {
    for (const directory of directories) this.#dirty.add(directory);
    this.#moves += 1;
    if (this.#moves >= MOVES_MAX) this.#startPass();
    else this.#arm();
  }

  /** Resolves when everything that was marked so far is on disk. */
  async flush(): Promise<void> {
    while (this.#running !== null || this.#dirty.size > 0) await (this.#running ?? this.#pass());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scope[Symbol.asyncDispose]();
    await this.flush();
  }

  #arm(): void {
    if (this.#isArmed) return;
    this.#isArmed = true;
    this.#scope.spawn(async (signal) => {
      await this.#clock.sleep(DELAY_MS, signal).catch(() => undefined);
      this.#isArmed = false;
      this.#startPass();
    });
  }

  #startPass(): void {
    if (this.#running === null) this.#scope.spawn(() => this.#pass());
  }

  #pass(): Promise<void> {
    this.#running ??= this.#flushDirty().finally(() => {
      this.#running = null;
      // What was marked since then waits for its own turn, or goes at once when it is a whole group.
      if (this.#moves >= MOVES_MAX) this.#startPass();
      else if (this.#dirty.size > 0) this.#arm();
    });
    return this.#running;
  }

  async #flushDirty(): Promise<void> {
    const directories = [...this.#dirty];
    this.#dirty = new Set();
    this.#moves = 0;
    // A directory that cannot be flushed (gone, a broken disk) fails the next move in it, which is where it is reported.
    await Promise.allSettled(directories.map(flushDirectory));
  }
}
