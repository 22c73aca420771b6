import { setMaxListeners } from 'node:events';

/** The messages of one call that wait to be handed over: one listener for all of them, which is gone when none of them waits. */
export class WaitingCall {
  readonly #signal: AbortSignal;
  readonly #onAbort: () => void;
  #waiting = 0;

  constructor(signal: AbortSignal, onAbort: (call: WaitingCall) => void) {
    this.#signal = signal;
    this.#onAbort = () => onAbort(this);
  }

  enter(): void {
    this.#waiting += 1;
    if (this.#waiting > 1) return;
    // A flow waits here with hundreds of messages and one signal; that is no leak, and Node need not warn of one.
    setMaxListeners(0, this.#signal);
    this.#signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  leave(): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#signal.removeEventListener('abort', this.#onAbort);
  }
}
