import { setMaxListeners } from 'node:events';
import { Fault } from '@swic/core/contract';

/** Runs one piece of work after another, in the order asked. The number of those waiting is bounded. */
export class Lane {
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;
  readonly #waitingMax: number;

  constructor(waitingMax: number) {
    this.#waitingMax = waitingMax;
  }

  get isIdle(): boolean {
    return this.#waiting === 0;
  }

  /**
   * Rejects with `signer.busy` when too many wait. A signal that aborts rejects at once; work that has begun goes on
   * to its end, and the next one waits for that end, because a call into the card cannot be taken back.
   */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#waiting >= this.#waitingMax) throw new Fault('signer.busy', { waiting: this.#waiting });
    this.#waiting += 1;
    const before = this.#tail;
    const turn = (async () => {
      await before;
      if (signal.aborted) throw new Fault('operation.aborted');
      return work();
    })();
    this.#tail = turn.then(
      () => void (this.#waiting -= 1),
      () => void (this.#waiting -= 1),
    );
    return orAborted(turn, signal);
  }
}

/** The work's outcome, or `operation.aborted` as soon as the signal aborts; the work itself is not stopped. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    // The work is left to itself, and what it ends with must not count as unhandled.
    work.catch(() => undefined);
    throw new Fault('operation.aborted');
  }
  // Hundreds may wait on one flow's signal, and each takes its listener off again: not the leak Node would warn of.
  setMaxListeners(0, signal);
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(new Fault('operation.aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
