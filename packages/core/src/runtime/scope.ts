import { setMaxListeners } from 'node:events';

/**
 * Owns what was started: background work and resources. Disposing aborts the signal, waits for the work, then disposes the
 * resources in reverse order. A failure of background work is handed to `onFailure` at once; it is never swallowed.
 */
export class Scope implements AsyncDisposable {
  readonly #controller = new AbortController();
  readonly #work = new Set<Promise<void>>();
  readonly #resources: AsyncDisposable[] = [];
  readonly #onFailure: (reason: unknown) => void;
  readonly #unlink: () => void;
  #ending: Promise<void> | null = null;

  /** Aborts when `parent` aborts. */
  constructor(parent: AbortSignal, onFailure: (reason: unknown) => void) {
    this.#onFailure = onFailure;
    // Hundreds of documents wait on one signal: that is no leak, and each takes its listener away.
    setMaxListeners(0, this.#controller.signal);
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
    const running = work(this.signal)
      .catch((reason: unknown) => this.#onFailure(reason))
      .finally(() => this.#work.delete(running));
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

  async #end(): Promise<void> {
    this.#controller.abort();
    this.#unlink();
    await this.settled();
    for (const resource of this.#resources.reverse()) await resource[Symbol.asyncDispose]();
  }
}
