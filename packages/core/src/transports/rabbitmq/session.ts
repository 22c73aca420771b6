import assert from 'node:assert/strict';
import { Fault } from '../../contract/fault.js';
import type { Message } from '../../domain/message.js';
import type { Clock } from '../../ports/clock.js';
import type { Delivery, ReceiveOptions, SendOutcome, Session } from '../../ports/transport.js';
import { withDeadline } from '../../runtime/deadline.js';
import { Scope } from '../../runtime/scope.js';
import type { TransportDeps } from '../deps.js';
import { SessionEnd } from '../session-end.js';
import { BytesInHand } from './bytes-in-hand.js';
import { publishRefusal, rabbitmqFault } from './faults.js';
import { RabbitmqReceiver } from './receiver.js';
import { RabbitmqSender } from './sender.js';
import type { RabbitmqSettings } from './settings.js';
import { type Connection, connectBroker } from './wire/connect.js';
import { createReadingHold } from './wire/reading-hold.js';
import { createTopology, type Topology } from './wire/topology.js';

/** A goodbye is polite: without an answer to it by then, the broker finds a closed socket and knows the same. */
const GOODBYE_MS = 5_000;
/** Confirms and deliveries are bounded by window and prefetch; this bounds the writes amqplib holds for a slow socket, of 256 KB each. */
const WRITES_BUFFERED_MAX = 64;

/** A competing consumer is no reason to hurry; it is told of, and nothing else follows from it. */
const LOOK_FOR_OTHERS_MS = 30_000;

/**
 * Connects and, where it is for sending, opens the channel for that and looks for the send exchange; all of it within twice the
 * connect timeout. A session for receiving alone needs no right to send, and has no trouble with it.
 */
export async function openRabbitmqSession(
  settings: RabbitmqSettings,
  { clock }: TransportDeps,
  signal: AbortSignal,
): Promise<Session> {
  const connection = await connectBroker(settings, signal);
  const abort = (): void => connection.destroy();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const { model } = connection;
    const end = new SessionEnd();
    const topology = createTopology(model, settings, end);
    const setUp = async (): Promise<Session> => {
      if (settings.use === 'receive')
        return new RabbitmqSession(connection, settings, { clock, sender: null, topology, end });
      await topology.prepareExchange();
      const channel = await model.createConfirmChannel({ highWaterMark: WRITES_BUFFERED_MAX });
      const sender = new RabbitmqSender(channel, settings, clock, { topology, end, gather: connection.gather });
      const session = new RabbitmqSession(connection, settings, { clock, sender, topology, end });
      channel.on('error', (reason: unknown) => session.fail(reason));
      return session;
    };
    return await withDeadline(setUp(), settings.connectTimeoutMs, 'transport.timeout');
  } catch (reason) {
    connection.destroy();
    throw signal.aborted ? new Fault('operation.aborted') : rabbitmqFault(reason, 'transport.closed');
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

interface SessionParts {
  readonly clock: Clock;
  /** null = for receiving only. */
  readonly sender: RabbitmqSender | null;
  readonly topology: Topology;
  readonly end: SessionEnd;
}

/** One connection: a channel for sending, one more for each queue that is received from. Any failure of one is the end. */
class RabbitmqSession implements Session {
  readonly #connection: Connection;
  readonly #settings: RabbitmqSettings;
  readonly #clock: Clock;
  readonly #sender: RabbitmqSender | null;
  readonly #topology: Topology;
  readonly #end: SessionEnd;
  readonly #scope: Scope;
  /** Null = not bounded: the session is for sending too, and answers to that must not wait. */
  readonly #inHand: BytesInHand | null;
  readonly #receivers = new Set<RabbitmqReceiver>();
  readonly #blockedListeners = new Set<(reason: string | null) => void>();
  readonly #sharedListeners = new Set<(queue: string, others: number) => void>();
  #blockedReason: string | null = null;
  #refusal: ReturnType<typeof publishRefusal> = null;
  #closing: Promise<void> | null = null;

  constructor(connection: Connection, settings: RabbitmqSettings, { clock, sender, topology, end }: SessionParts) {
    this.#connection = connection;
    this.#settings = settings;
    this.#clock = clock;
    this.#sender = sender;
    this.#topology = topology;
    this.#end = end;
    this.#scope = new Scope(new AbortController().signal, (reason) => this.#onWatchEnded(reason));
    if (sender !== null) this.#scope.spawn((signal) => sender.watch(signal));
    const { model } = connection;
    const inHand = settings.use === 'receive' ? new BytesInHand(createReadingHold(model)) : null;
    if (inHand !== null) this.#scope.spawn((signal) => inHand.watch(clock, signal));
    this.#inHand = inHand;
    model.on('error', (reason) => this.fail(reason));
    // A forced close (an operator, a node going down) comes without an 'error'.
    model.on('close', (reason: unknown) => this.fail(reason));
    model.on('blocked', (reason) => this.#onBlocked(reason));
    model.on('unblocked', () => this.#onBlocked(null));
    end.onOver(() => this.#onOver());
  }

  get ended(): Promise<Fault | null> {
    return this.#end.ended;
  }

  /** Hears at once of a block that came before it. */
  onBlocked(listener: (reason: string | null) => void): void {
    this.#blockedListeners.add(listener);
    if (this.#blockedReason !== null) listener(this.#blockedReason);
  }

  onShared(listener: (queue: string, others: number) => void): void {
    this.#sharedListeners.add(listener);
  }

  send(queue: string, messages: readonly Message[], signal: AbortSignal): readonly Promise<SendOutcome>[] {
    assert(this.#sender !== null, 'the session was opened for receiving');
    return this.#sender.send(queue, messages, signal);
  }

  receive(queue: string, options: ReceiveOptions, signal: AbortSignal): AsyncIterable<Delivery> {
    for (const earlier of this.#receivers) {
      assert(earlier.queue !== queue || !earlier.isIterating, `one iteration at a time: ${queue}`);
      if (earlier.isClosed) this.#receivers.delete(earlier);
    }
    const receiver = new RabbitmqReceiver(queue, this.#settings, {
      topology: this.#topology,
      end: this.#end,
      inHand: this.#inHand?.open() ?? null,
      onConsuming: () => {
        options.onConsuming?.();
        this.#scope.spawn((inner) => this.#lookForOthers(receiver, inner));
      },
    });
    this.#receivers.add(receiver);
    return receiver.deliveries(this.#connection.model, options, signal);
  }

  /** Ends the session with what a channel or the connection said; only the first word counts. */
  fail(reason: unknown): void {
    if (this.#end.isOver) return;
    this.#refusal = publishRefusal(reason);
    this.#end.finish(rabbitmqFault(reason ?? null, 'transport.closed'));
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (!this.#end.isOver) {
      // No answer to the goodbye, or a connection that ended by itself: the socket is closed either way.
      await withDeadline(this.#sayGoodbye(), GOODBYE_MS, 'transport.timeout').catch(() => undefined);
    }
    this.#connection.destroy();
    await this.#scope[Symbol.asyncDispose]();
  }

  /** amqplib lets the connection's close overtake what channels have buffered, acks included; a channel's close is in line. */
  async #sayGoodbye(): Promise<void> {
    this.#end.finish(null);
    await Promise.all([...this.#receivers].map((receiver) => receiver.close()));
    await this.#connection.model.close();
  }

  /** As long as it consumes: another consumer may come at any time, and on a queue with a single active one we get nothing then. */
  async #lookForOthers(receiver: RabbitmqReceiver, signal: AbortSignal): Promise<void> {
    let known = 0;
    while (!signal.aborted && receiver.isIterating) {
      const others = (await this.#topology.countConsumers(receiver.queue)) - 1;
      if (others >= 0 && others !== known) {
        known = others;
        for (const listener of this.#sharedListeners) listener(receiver.queue, others);
      }
      await this.#clock.sleep(LOOK_FOR_OTHERS_MS, signal);
    }
  }

  #onOver(): void {
    this.#sender?.abandon(this.#refusal);
    // Disposing says goodbye first; after a failure it cannot be said.
    if (this.#end.fault !== null) this.#connection.destroy();
    void this.#scope[Symbol.asyncDispose]();
  }

  #onBlocked(reason: string | null): void {
    if (this.#end.isOver) return;
    this.#blockedReason = reason;
    this.#sender?.setBlocked(reason !== null);
    for (const listener of this.#blockedListeners) listener(reason);
  }

  #onWatchEnded(reason: unknown): void {
    this.#end.finish(Fault.from(reason, 'internal.unexpected'));
  }
}
