import assert from 'node:assert/strict';
import type { Direction, Emit } from '../contract/events.js';
import { Fault, type FaultRecord } from '../contract/fault.js';
import type { LinkSnapshot } from '../contract/snapshot.js';
import { type BackoffPolicy, nextDelayMs } from '../domain/backoff.js';
import type { Clock } from '../ports/clock.js';
import type { Session, Transport } from '../ports/transport.js';
import { createDeferred, type Deferred } from '../runtime/deferred.js';

/** First retry after half a second at the earliest, so that a broker's restart is not hammered; half a minute at the latest. */
export const RECONNECT_BACKOFF: BackoffPolicy = { baseMs: 500, maxMs: 30_000 };

/** A session that lived this long was a good one: the next trouble is a new trouble and starts with the shortest wait. */
const GOOD_SESSION_MS = 10_000;

/** What the operator sees of it. */
export interface SupervisorState extends LinkSnapshot {
  readonly kind: string;
}

export interface SupervisorOptions {
  readonly transport: Transport;
  /** What its sessions are for; said in every event. */
  readonly direction: Direction;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly policy: BackoffPolicy;
}

export interface Supervisor {
  /**
   * Opens one session after the other until the signal aborts, then disposes the last one and resolves. Rejects only for a
   * fault whose fate is `halt`: trying again would not help.
   */
  run(signal: AbortSignal): Promise<void>;
  /**
   * The live session; waits while there is none. Rejects with `operation.aborted` when the signal aborts or `run` has ended, and
   * with the fault that made `run` reject.
   */
  session(signal: AbortSignal): Promise<Session>;
  state(): SupervisorState;
  /** Calls the listener with every session that opens, the live one included. Returns how to forget it. */
  onSession(listener: (session: Session) => void): () => void;
}

/** Keeps a session open as long as it runs. There is no reconnect anywhere else. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  return new SessionSupervisor(options);
}

/**
 *     opening ──ok──▶ open ◀──▶ blocked
 *        ▲  └─fault─▶ retrying ◀──ended──┘      any ──abort or halt──▶ stopped
 *        └──waited──────┘
 */
class SessionSupervisor implements Supervisor {
  readonly #transport: Transport;
  readonly #direction: Direction;
  readonly #clock: Clock;
  readonly #emit: Emit;
  readonly #policy: BackoffPolicy;
  readonly #listeners = new Set<(session: Session) => void>();
  readonly #waiting = new Set<Deferred<Session>>();
  #state: SupervisorState;
  #session: Session | null = null;
  #stopFault: Fault | null = null;
  #isRunning = false;

  constructor({ transport, direction, clock, emit, policy }: SupervisorOptions) {
    this.#transport = transport;
    this.#direction = direction;
    this.#clock = clock;
    this.#emit = emit;
    this.#policy = policy;
    this.#state = {
      kind: transport.kind,
      state: 'opening',
      sinceMs: clock.nowMs(),
      attempt: 0,
      nextAttemptMs: null,
      fault: null,
    };
  }

  async run(signal: AbortSignal): Promise<void> {
    assert(!this.#isRunning, 'a supervisor runs once');
    this.#isRunning = true;
    try {
      await this.#openForever(signal);
      this.#stop(new Fault('operation.aborted'), null);
    } catch (reason) {
      const fault = Fault.from(reason, 'internal.unexpected');
      this.#stop(fault, fault.toRecord());
      throw fault;
    }
  }

  async session(signal: AbortSignal): Promise<Session> {
    if (signal.aborted) throw new Fault('operation.aborted');
    if (this.#stopFault !== null) throw this.#stopFault;
    if (this.#session !== null) return this.#session;
    const next = createDeferred<Session>();
    const abort = (): void => next.reject(new Fault('operation.aborted'));
    signal.addEventListener('abort', abort, { once: true });
    this.#waiting.add(next);
    try {
      return await next.promise;
    } finally {
      this.#waiting.delete(next);
      signal.removeEventListener('abort', abort);
    }
  }

  state(): SupervisorState {
    return this.#state;
  }

  onSession(listener: (session: Session) => void): () => void {
    this.#listeners.add(listener);
    if (this.#session !== null) listener(this.#session);
    return () => this.#listeners.delete(listener);
  }

  async #openForever(signal: AbortSignal): Promise<void> {
    let attempt = 1;
    let lastDelayMs = 0;
    while (!signal.aborted) {
      const { fault, livedMs } = await this.#openOnce(attempt, signal);
      if (signal.aborted) return;
      if (fault.fate === 'halt') throw fault;
      if (livedMs > GOOD_SESSION_MS) {
        attempt = 1;
        lastDelayMs = 0;
      }
      lastDelayMs = nextDelayMs(this.#policy, lastDelayMs, this.#clock.random());
      attempt += 1;
      await this.#waitForRetry(attempt, lastDelayMs, fault, signal);
    }
  }

  /** One session from its opening to its end. */
  async #openOnce(attempt: number, signal: AbortSignal): Promise<{ readonly fault: Fault; readonly livedMs: number }> {
    const { kind } = this.#transport;
    const direction = this.#direction;
    const startMs = this.#clock.tickMs();
    this.#become('opening', { attempt, fault: this.#state.fault });
    this.#emit({ type: 'transport.opening', direction, kind, attempt });
    let session: Session;
    try {
      session = await this.#transport.open(signal);
    } catch (reason) {
      return { fault: Fault.from(reason, 'internal.unexpected'), livedMs: 0 };
    }
    const openedMs = this.#clock.tickMs();
    this.#emit({ type: 'transport.opened', direction, kind, durationMs: Math.round(openedMs - startMs) });
    const fault = await this.#live(session, signal);
    return { fault: fault ?? new Fault('transport.closed'), livedMs: this.#clock.tickMs() - openedMs };
  }

  /** Until the session ends or the signal aborts; it is disposed either way. */
  async #live(session: Session, signal: AbortSignal): Promise<Fault | null> {
    this.#become('open', { attempt: 0 });
    session.onBlocked((reason) => this.#onBlocked(reason));
    session.onShared((queue, others) => this.#emit({ type: 'transport.shared', queue, others }));
    this.#session = session;
    // The first to hear of the end: a later listener that asks for a session then must not get this one again.
    const ended = session.ended.then(() => {
      this.#session = null;
    });
    for (const listener of this.#listeners) listener(session);
    for (const waiting of this.#waiting) waiting.resolve(session);
    await firstOf(ended, signal);
    this.#session = null;
    await session[Symbol.asyncDispose]();
    const fault = await session.ended;
    this.#emit({ type: 'transport.ended', direction: this.#direction, fault: fault?.toRecord() ?? null });
    return fault;
  }

  async #waitForRetry(attempt: number, delayMs: number, fault: Fault, signal: AbortSignal): Promise<void> {
    const record = fault.toRecord();
    this.#become('retrying', { attempt, nextAttemptMs: this.#clock.nowMs() + delayMs, fault: record });
    this.#emit({ type: 'transport.retrying', direction: this.#direction, delayMs, attempt, fault: record });
    // Aborted while waiting: the loop looks at the signal itself.
    await this.#clock.sleep(delayMs, signal).catch(() => undefined);
  }

  #onBlocked(reason: string | null): void {
    const isBlocked = this.#state.state === 'blocked';
    const sinceMs = this.#state.sinceMs;
    if (reason !== null && !isBlocked) {
      this.#become('blocked', { attempt: 0, fault: new Fault('transport.blocked', {}, reason).toRecord() });
      this.#emit({ type: 'transport.blocked', direction: this.#direction, reason });
    }
    if (reason === null && isBlocked) {
      this.#become('open', { attempt: 0 });
      this.#emit({ type: 'transport.unblocked', direction: this.#direction, blockedMs: this.#state.sinceMs - sinceMs });
    }
  }

  #stop(fault: Fault, shown: FaultRecord | null): void {
    this.#stopFault = fault;
    this.#become('stopped', { attempt: 0, fault: shown });
    for (const waiting of this.#waiting) waiting.reject(fault);
  }

  #become(state: SupervisorState['state'], facts: Partial<SupervisorState>): void {
    const { kind } = this.#transport;
    this.#state = { attempt: 0, nextAttemptMs: null, fault: null, ...facts, kind, state, sinceMs: this.#clock.nowMs() };
  }
}

/** Resolves when the promise does or the signal aborts, whichever is first. */
async function firstOf(ended: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const done = createDeferred<void>();
  const finish = (): void => done.resolve();
  signal.addEventListener('abort', finish, { once: true });
  await Promise.race([ended, done.promise]);
  signal.removeEventListener('abort', finish);
}
