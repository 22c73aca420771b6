import type { Emit } from '../contract/events.js';
import type { Clock } from '../ports/clock.js';
import type { Session } from '../ports/transport.js';
import { SessionCovers } from './session-cover.js';

/** A broker accepts a consumer within milliseconds; one that has not answered for so long is told of. */
const NOT_CONSUMING_MS = 5_000;
const LOOK_MS = 1_000;

interface Wait {
  readonly queue: string;
  readonly atMs: number;
  readonly tickMs: number;
}

/**
 * Tells of a receive queue that is asked for and not consumed: the session is open, and without this nothing shows that no receipt
 * can come until the adapter's deadline ends the session.
 *
 *     asked for ──not accepted for 5 s──▶ told ──accepted, or the session ends──▶ quiet
 */
export class ConsumeWatch {
  readonly #clock: Clock;
  readonly #emit: Emit;
  readonly #covers = new SessionCovers((session) => ({
    receive: (queue, options, signal) => {
      const end = this.#begin(queue, session, signal);
      const onConsuming = (): void => {
        end();
        options.onConsuming?.();
      };
      return session.receive(queue, { ...options, onConsuming }, signal);
    },
  }));
  #wait: Wait | null = null;
  #isTold = false;

  constructor(clock: Clock, emit: Emit) {
    this.#clock = clock;
    this.#emit = emit;
  }

  /** The same session, whose receiving is watched; once for each session. */
  over(session: Session): Session {
    return this.#covers.over(session);
  }

  /** Until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#clock.sleep(LOOK_MS, signal);
      const wait = this.#wait;
      if (wait === null || this.#isTold || this.#clock.tickMs() - wait.tickMs < NOT_CONSUMING_MS) continue;
      this.#isTold = true;
      this.#emit({ type: 'transport.not-consuming', queue: wait.queue, sinceMs: wait.atMs });
    }
  }

  /** Returns how it ends; the end of the session and of the wish for receipts end it as well. */
  #begin(queue: string, session: Session, signal: AbortSignal): () => void {
    const wait: Wait = { queue, atMs: this.#clock.nowMs(), tickMs: this.#clock.tickMs() };
    this.#wait = wait;
    const end = (): void => {
      signal.removeEventListener('abort', end);
      if (this.#wait !== wait) return;
      this.#wait = null;
      if (this.#isTold)
        this.#emit({ type: 'transport.consuming', queue, waitedMs: this.#clock.tickMs() - wait.tickMs });
      this.#isTold = false;
    };
    signal.addEventListener('abort', end, { once: true });
    void session.ended.then(end);
    return end;
  }
}
