import type { Emit } from '../contract/events.js';
import type { Clock } from '../ports/clock.js';
import type { SendOutcome, Session } from '../ports/transport.js';
import { SessionCovers } from './session-cover.js';

/** A confirm takes milliseconds; a broker that has answered nothing for so long is told of. */
const UNCONFIRMED_MS = 5_000;
const LOOK_MS = 1_000;

/**
 * Tells of messages that were handed over and are not answered: the session gives up on them only at the deadline of its
 * adapter, and until then nothing else shows why documents do not move. A broker that blocks is told of by the supervisor.
 *
 *     quiet ──no answer for 5 s──▶ told ──an answer, or none waits──▶ quiet
 */
export class ConfirmWatch {
  readonly #clock: Clock;
  readonly #emit: Emit;
  readonly #covers = new SessionCovers((session) => {
    session.onBlocked((reason) => this.#onBlocked(reason !== null));
    void session.ended.then(() => this.#onBlocked(false));
    return { send: (queue, messages, signal) => this.#count(session.send(queue, messages, signal)) };
  });
  #pending = 0;
  /** When the broker last answered, or the first of those that wait was handed over. */
  #since: { readonly atMs: number; readonly tickMs: number };
  #told: number | null = null;
  #isBlocked = false;

  constructor(clock: Clock, emit: Emit) {
    this.#clock = clock;
    this.#emit = emit;
    this.#since = { atMs: clock.nowMs(), tickMs: clock.tickMs() };
  }

  /** The same session, whose sends are counted; once for each session. */
  over(session: Session): Session {
    return this.#covers.over(session);
  }

  /** Until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#clock.sleep(LOOK_MS, signal);
      const silentMs = this.#clock.tickMs() - this.#since.tickMs;
      if (this.#pending === 0 || this.#isBlocked || silentMs < UNCONFIRMED_MS) continue;
      if (this.#told === this.#pending) continue;
      this.#told = this.#pending;
      this.#emit({ type: 'transport.unconfirmed', messages: this.#pending, sinceMs: this.#since.atMs });
    }
  }

  #count(answers: readonly Promise<SendOutcome>[]): readonly Promise<SendOutcome>[] {
    if (this.#pending === 0) this.#begin();
    this.#pending += answers.length;
    for (const answer of answers) void answer.then(() => this.#onAnswer());
    return answers;
  }

  #onAnswer(): void {
    this.#pending -= 1;
    if (this.#told !== null)
      this.#emit({ type: 'transport.confirmed', waitedMs: this.#clock.tickMs() - this.#since.tickMs });
    this.#told = null;
    this.#begin();
  }

  /** While the broker blocks it cannot confirm; what waits then is counted from the end of the block. */
  #onBlocked(isBlocked: boolean): void {
    this.#isBlocked = isBlocked;
    if (!isBlocked) this.#begin();
  }

  #begin(): void {
    this.#since = { atMs: this.#clock.nowMs(), tickMs: this.#clock.tickMs() };
  }
}
