import type { Fault } from '../contract/fault.js';
import type { Session } from '../ports/transport.js';
import { callLater } from '../runtime/timer.js';
import type { FlowGate } from './flow-gate.js';

/** A session that ends is mostly followed by the next within a moment: that is not worth a word. */
const UNTOLD_MS = 1_000;

/** Where a flow gets its session from. */
export interface SessionWait {
  /** The live session; waits while there is none. */
  readonly session: (signal: AbortSignal) => Promise<Session>;
  /** Why there is none just now. */
  readonly sessionFault: () => Fault;
}

/**
 * Holds these gates while there is no session, with the reason, so that no flow looks as if it worked.
 *
 *     open ──no session for 1 s──▶ held ──serves──▶ open
 *
 * A session alone opens nothing: a queue that another consumer has to itself refuses us on a new connection each time, and a flow
 * that is resumed for that moment looks well every half minute, and is never held long enough for an alert.
 */
export class SessionGuard implements Disposable {
  readonly #wait: SessionWait;
  readonly #gates: () => readonly FlowGate[];
  #releases: readonly (() => void)[] = [];

  constructor(wait: SessionWait, gates: () => readonly FlowGate[]) {
    this.#wait = wait;
    this.#gates = gates;
  }

  /** The live session; waits while there is none. */
  async next(signal: AbortSignal): Promise<Session> {
    const callOff = callLater(UNTOLD_MS, () => this.#hold());
    try {
      return await this.#wait.session(signal);
    } finally {
      callOff();
    }
  }

  /** The session does what it is there for. */
  serves(): void {
    for (const release of this.#releases) release();
    this.#releases = [];
  }

  [Symbol.dispose](): void {
    this.serves();
  }

  /** The new reason first, then the old one goes: the flow is held without a break, since the first. */
  #hold(): void {
    const fault = this.#wait.sessionFault();
    const held = this.#gates().map((gate) => gate.hold(fault));
    this.serves();
    this.#releases = held;
  }
}

/** The live session, where a session is all that is needed. */
export async function awaitSession(
  wait: SessionWait,
  gates: () => readonly FlowGate[],
  signal: AbortSignal,
): Promise<Session> {
  using guard = new SessionGuard(wait, gates);
  return await guard.next(signal);
}
