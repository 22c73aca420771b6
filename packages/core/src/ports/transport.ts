import type { Fault } from '../contract/fault.js';
import type { Message } from '../domain/message.js';

/**
 * How to reach a broker. Holds no connection and keeps no state between sessions; there is no reconnect in here, the
 * supervisor opens the next session.
 */
export interface Transport {
  /** Its name in the configuration. */
  readonly kind: string;
  /** Connects and resolves with a session that is ready to use, or rejects with a `transport.*` Fault. Bounded in time. */
  open(signal: AbortSignal): Promise<Session>;
  /**
   * Checks both directions without touching a user's message, step by step; never rejects for a failed step.
   * Steps are reported in order through `onStep` as they finish.
   */
  test(onStep: (step: TestStep) => void, signal: AbortSignal): Promise<void>;
  /**
   * The broker's own time, epoch ms, in whole seconds that are cut off; null where it does not tell, or not to us. Touches no user's
   * message. Bounded in time; rejects with `transport.*`.
   */
  readClock(signal: AbortSignal): Promise<number | null>;
}

/**
 * What a session is for. Each direction has a session of its own, so that the trouble of one does not end the other; a session
 * opened for one direction is not used for the other.
 */
export type SessionUse = 'send' | 'receive' | 'both';

/** One step of a connection test, e.g. `tcp`, `login`, `send-queue`, `round-trip`. */
export interface TestStep {
  readonly name: string;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  readonly durationMs: number;
  readonly fault: Fault | null;
  /** Facts for the operator, e.g. depth of a queue; never a secret. */
  readonly note: string | null;
}

/** What became of a message: null = the broker took responsibility for it. */
export type SendOutcome = Fault | null;

/**
 * One live connection. It ends exactly once: `ended` resolves with the Fault that ended it, or null when it was disposed.
 * `ended` never rejects. Disposing drains nothing: callers settle their deliveries and await their sends first; whatever is
 * left rejects as described below.
 */
export interface Session extends AsyncDisposable {
  readonly ended: Promise<Fault | null>;
  /** Broker-side back-pressure (RabbitMQ's connection.blocked). Sends wait until it ends; they do not fail. */
  onBlocked(listener: (reason: string | null) => void): void;
  /**
   * Calls the listener with the number of consumers of a receive queue that are not ours, whenever it is known to have changed:
   * receipts may go to them. Never called where the broker does not tell.
   */
  onShared(listener: (queue: string, others: number) => void): void;
  /**
   * Hands these messages over in this order, and answers with one promise each, in the order asked; none of them rejects. It
   * resolves with null when the broker took responsibility for the message (publisher confirm, commit, fsync). Persistent always.
   * What becomes of one message says nothing of the others.
   *
   * Else it resolves with:
   * - `transport.too-large`, `transport.refused`: this message was refused, certainly not taken (fate reject);
   * - `transport.unroutable`, `transport.blocked`: no queue takes any message now, certainly not taken (fate hold);
   * - `transport.backed-out`: declined for now, certainly not taken by anything (fate retry);
   * - `transport.nacked`: declined for now; where it goes to several queues, some may have it. May be tried again, marked;
   * - `transport.outcome-unknown`: the session ended or the deadline passed after the message was handed over;
   * - `transport.closed`: the session had ended before, so nothing was handed over;
   * - `operation.aborted`: aborted before it was handed over. After that the signal changes nothing.
   */
  send(queue: string, messages: readonly Message[], signal: AbortSignal): readonly Promise<SendOutcome>[];
  /**
   * Deliveries until the signal aborts (then the iterable ends normally) or the session ends (ends normally too; see `ended`).
   * At most `prefetch` deliveries are unsettled at a time. What is unsettled when the session ends is delivered again.
   * One iteration per queue and session. A queue that is missing, forbidden or used exclusively by another consumer is the
   * session's end, with `transport.not-found`, `transport.unauthorized` or `transport.queue-in-use`.
   */
  receive(queue: string, options: ReceiveOptions, signal: AbortSignal): AsyncIterable<Delivery>;
}

/** How much is taken at once: `prefetch` is a number of deliveries, at least 1. */
export interface ReceiveOptions {
  readonly prefetch: number;
  /** Called once for each iteration, when the queue is consumed: the broker has accepted the consumer, or the queue is open. */
  readonly onConsuming?: () => void;
}

/** A message received and not yet settled. Exactly one of the three is called, once; a second call is a defect and asserts. */
export interface Delivery {
  /** Its body is there until one of the three is called. */
  readonly message: Message;
  /** The broker knows or suspects that it was delivered before. */
  readonly isRedelivered: boolean;
  /** How often the broker says it was delivered, this time included; null where the broker does not count. */
  readonly deliveryCount: number | null;
  /**
   * The receipt is durable: the broker may forget it. May be batched, in order. Resolves when handed over and, where it can be asked,
   * answered: true = the broker has surely seen it and never delivers it again; false = that is in doubt.
   */
  accept(): Promise<boolean>;
  /** Give it back: it is delivered again, to us or to another. */
  release(): Promise<void>;
  /** Never again: dead-lettered where the broker has a place for it, dropped otherwise. */
  refuse(): Promise<void>;
}
