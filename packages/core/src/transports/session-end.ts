import { Fault } from '../contract/fault.js';
import { createDeferred } from '../runtime/deferred.js';

/**
 * The one end of a session, shared by every adapter: the first word counts, later ones are echoes of it.
 *
 *     live ──finish(fault)──▶ over       live ──finish(null)──▶ over (disposed)
 */
export class SessionEnd {
  readonly #ended = createDeferred<Fault | null>();
  readonly #listeners = new Set<() => void>();
  #isOver = false;
  #fault: Fault | null = null;

  get isOver(): boolean {
    return this.#isOver;
  }

  /** What ended it; null while it lives and when it was disposed. */
  get fault(): Fault | null {
    return this.#fault;
  }

  /** Resolves with the Fault that ended the session, null when it was disposed; never rejects. */
  get ended(): Promise<Fault | null> {
    return this.#ended.promise;
  }

  /** Returns true for the call that ended it. */
  finish(fault: Fault | null): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#fault = fault;
    this.#ended.resolve(fault);
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
    return true;
  }

  /** Calls the listener once, at the end; at once when it is over already. Returns how to forget it. */
  onOver(listener: () => void): () => void {
    if (this.#isOver) listener();
    else this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What a call gets that came after the end: nothing was handed over. */
  closed(): Fault {
    return new Fault('transport.closed', {}, this.#fault);
  }

  /** What a message gets that was handed over and never answered. */
  outcomeUnknown(messageId: string): Fault {
    return new Fault('transport.outcome-unknown', { messageId }, this.#fault ?? this.closed());
  }
}
