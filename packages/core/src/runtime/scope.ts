import { setMaxListeners } from 'node:events';
import { Fault } from '../contract/fault.js';

/** What becomes of a failure; called at once, with anything but `operation.aborted`. Must not throw. */
export type OnFailure = (reason: unknown) => void;

/**
 * Owns what was started: background work and resources. Disposing aborts the signal, waits for the work, then disposes the
 * resources in reverse order. A failure of background work is handed to `onFailure` at once; there is no default for it, and a
 * handler that swallows is banned (scripts/lint/bans.mjs): use `endProcess` where work cannot fail.
 */
export class Scope implements AsyncDisposable {
  readonly #controller = new AbortController();
  readonly #work = new Set<Promise<void>>();
  readonly #resources: AsyncDisposable[] = [];
  readonly #onFailure: OnFailure;
  readonly #unlink: () => void;
  #ending: Promise<void> | null = null;

  /**
   * What `acquire` returns owns the scope from then on and disposes it. When a step of it throws, everything that was acquired
   * before is given back, and the first reason is the one that is thrown.
   */
  static async open<T>(parent: AbortSignal, onFailure: OnFailure, acquire: (scope: Scope) => Promise<T>): Promise<T> {
    const scope = new Scope(parent, onFailure);
    try {
      return await acquire(scope);
    } catch (reason) {
      await scope[Symbol.asyncDispose]().catch(onFailure);
      throw reason;
    }
  }

  /** Aborts when `parent` aborts. */
  constructor(parent: AbortSignal, onFailure: OnFailure) {
    this.#onFailure = onFailure;
    // Hundreds of documents wait on one signal, and the scopes of all businesses on one parent: that is no leak, and each takes its
    // listener away.
    setMaxListeners(0, this.#controller.signal, parent);
    const abort = (): void => this.#controller.abort(parent.reason);
    if (parent.aborted) abort();
    else parent.addEventListener('abort', abort, { once: true });
    this.#unlink = () => parent.removeEventListener('abort', abort);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Runs in the background; the scope's end waits for it. */
  spawn(work: (signal: AbortSignal) => Promise<void>): void {
    const running = this.#run(work).finally(() => this.#work.delete(running));
    this.#work.add(running);
  }

  /** Disposed with the scope; returned for use on the line that acquires it. */
  use<T extends AsyncDisposable>(resource: T): T {
    this.#resources.push(resource);
    return resource;
  }

  /** Resolves when all work that was spawned so far, and what it spawned, has ended by itself. */
  async settled(): Promise<void> {
    while (this.#work.size > 0) await Promise.allSettled([...this.#work]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    try {
      await work(this.signal);
    } catch (reason) {
      // The end of work that was told to stop.
      if (reason instanceof Fault && reason.code === 'operation.aborted') return;
      this.#onFailure(reason);
    }
  }

  /** Every resource is disposed, also behind one that fails; then the first failure is thrown. */
  async #end(): Promise<void> {
    this.#controller.abort();
    this.#unlink();
    await this.settled();
    const failures: unknown[] = [];
    for (const resource of this.#resources.reverse()) {
      try {
        await resource[Symbol.asyncDispose]();
      } catch (reason) {
        failures.push(reason);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** For work that cannot fail: what fails all the same is a defect of ours, thrown where the process's own net takes it. */
export function endProcess(reason: unknown): void {
  queueMicrotask(() => {
    throw reason;
  });
}
