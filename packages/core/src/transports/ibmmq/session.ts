import assert from 'node:assert/strict';
import { Fault } from '../../contract/fault.js';
import type { Message } from '../../domain/message.js';
import type { Clock } from '../../ports/clock.js';
import type { Delivery, ReceiveOptions, SendOutcome, Session } from '../../ports/transport.js';
import { withDeadline } from '../../runtime/deadline.js';
import { Scope } from '../../runtime/scope.js';
import type { TransportDeps } from '../deps.js';
import { SessionEnd } from '../session-end.js';
import { IbmmqReceiver } from './receiver.js';
import { IbmmqSender } from './sender.js';
import type { IbmmqSettings } from './settings.js';
import { type Client, connectionOrder, startClient } from './wire/client.js';

/** Starts the sending client process, connects, and looks at the queues; all of it within the connect timeout. */
export async function openIbmmqSession(
  settings: IbmmqSettings,
  { clock }: TransportDeps,
  signal: AbortSignal,
): Promise<Session> {
  const client = await startClient(settings, () => undefined, signal);
  const isSending = settings.use !== 'receive';
  const abort = (): void => client.kill();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await withDeadline(setUp(client, settings), settings.connectTimeoutMs, 'transport.timeout');
    // Receiving has client processes of its own; this one has shown that the queue manager lets us.
    if (!isSending) await client[Symbol.asyncDispose]();
    return new IbmmqSession(isSending ? client : null, settings, clock);
  } catch (reason) {
    await client[Symbol.asyncDispose]();
    throw signal.aborted ? new Fault('operation.aborted') : Fault.from(reason, 'transport.closed');
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** A queue that is missing or forbidden shows here, where it holds the flow, and not later at a document. */
async function setUp(client: Client, settings: IbmmqSettings): Promise<void> {
  const limitMs = settings.connectTimeoutMs;
  await client.request('connect', connectionOrder(settings), limitMs);
  for (const use of ['send', 'receive'] as const) {
    if (settings.use !== use && settings.use !== 'both') continue;
    for (const queue of settings.testQueues[use]) await client.request('look', { queue, use }, limitMs);
  }
}

/** One client process for sending, one more for each queue that is received from. Any failure of one is the end. */
class IbmmqSession implements Session {
  readonly #client: Client | null;
  readonly #settings: IbmmqSettings;
  readonly #clock: Clock;
  readonly #end = new SessionEnd();
  readonly #sender: IbmmqSender | null;
  readonly #scope: Scope;
  readonly #receiving = new Set<string>();
  readonly #receivers = new Set<IbmmqReceiver>();
  #closing: Promise<void> | null = null;

  constructor(client: Client | null, settings: IbmmqSettings, clock: Clock) {
    this.#client = client;
    this.#settings = settings;
    this.#clock = clock;
    this.#sender = client === null ? null : new IbmmqSender(client, settings, this.#end);
    this.#scope = new Scope(new AbortController().signal, (reason) => this.#onWatchEnded(reason));
    this.#scope.spawn((signal) => this.#watchSending(signal));
    void client?.exited.then((fault) => this.#end.finish(fault));
    this.#end.onOver(() => this.#onOver());
  }

  get ended(): Promise<Fault | null> {
    return this.#end.ended;
  }

  /** IBM MQ does not push back: a full queue refuses single messages, which are tried again. */
  onBlocked(): void {
    // There is nothing to call the listener for.
  }

  /** The queue manager does not tell without a right that a client need not have. */
  onShared(): void {
    // There is nothing to call the listener for.
  }

  send(queue: string, messages: readonly Message[], signal: AbortSignal): readonly Promise<SendOutcome>[] {
    assert(this.#sender !== null, 'the session was opened for receiving');
    return this.#sender.send(queue, messages, signal);
  }

  async *receive(
    queue: string,
    options: ReceiveOptions,
    signal: AbortSignal,
  ): AsyncGenerator<Delivery, void, undefined> {
    assert(!this.#receiving.has(queue), `one iteration at a time: ${queue}`);
    if (this.#end.isOver || signal.aborted) return;
    const receiver = new IbmmqReceiver(queue, this.#settings, this.#clock, this.#end);
    this.#receiving.add(queue);
    this.#receivers.add(receiver);
    this.#scope.spawn(async (watching) => {
      await receiver.watch(watching);
      this.#receivers.delete(receiver);
    });
    try {
      yield* receiver.deliveries(options, signal);
    } finally {
      this.#receiving.delete(queue);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const receivers = [...this.#receivers];
    // What was accepted in this turn is with its client process before the good-bye is.
    if (!this.#end.isOver) await Promise.all(receivers.map((receiver) => receiver.flush()));
    this.#end.finish(null);
    await Promise.all([this.#client?.[Symbol.asyncDispose](), ...receivers.map((receiver) => receiver.close())]);
    await this.#scope[Symbol.asyncDispose]();
  }

  #onOver(): void {
    this.#sender?.abandon();
    // Whatever was the end, every process says good-bye if it still can: what was accepted is committed, the rest goes back.
    void this[Symbol.asyncDispose]();
  }

  /** MQ tells of a broken connection only to a caller that uses it, so an idle one is used now and then. */
  async #watchSending(signal: AbortSignal): Promise<void> {
    const { heartbeatMs, heartbeatLimitMs } = this.#settings;
    while (!signal.aborted) {
      await this.#clock.sleep(heartbeatMs, signal);
      if (this.#sender?.isIdle === true) await this.#client?.request('probe', null, heartbeatLimitMs);
    }
  }

  #onWatchEnded(reason: unknown): void {
    this.#end.finish(Fault.from(reason, 'internal.unexpected'));
  }
}
