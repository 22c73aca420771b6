import type { Message as AmqpMessage, Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { Fault } from '../../contract/fault.js';
import type { Delivery, ReceiveOptions } from '../../ports/transport.js';
import { Batcher } from '../../runtime/batcher.js';
import { Bell } from '../../runtime/bell.js';
import type { SessionEnd } from '../session-end.js';
import { SingleSettlement } from '../single-settlement.js';
import type { Hand } from './bytes-in-hand.js';
import { isRefusedConsumer, isWrongArgument, rabbitmqFault } from './faults.js';
import type { RabbitmqSettings } from './settings.js';
import { AckLine } from './wire/ack-line.js';
import { answered, closeChannel } from './wire/answered.js';
import { deliveryCountOf, toMessage } from './wire/message.js';
import type { Topology } from './wire/topology.js';

/** AMQP's prefetch is 16 bits wide, and 0 would mean without bound. */
const PREFETCH_MAX = 65_535;
/** Acks of one turn of the event loop that go out together; more than that go out in several. */
const ACKS_PER_FLUSH_MAX = 1_000;
/** Deliveries and the end ring the bell; a longer sleep than this is only interrupted, never needed. */
const SLEEP_MS = 60_000;
const NOTHING = Buffer.alloc(0);

interface ReceiverParts {
  readonly topology: Topology;
  readonly end: SessionEnd;
  /** Null = not bounded: the session is for sending too, and answers to that must not wait. */
  readonly inHand: Hand | null;
  /** Called when the broker has accepted the consumer. */
  readonly onConsuming: () => void;
}

/**
 * One iteration over one queue, on a channel of its own: what the broker refuses about it touches no send. After the
 * iteration ends, deliveries that were handed out may still be settled; the channel closes with the last of them.
 *
 *     consuming ──abort──▶ cancelled ──last settlement──▶ closed
 */
export class RabbitmqReceiver {
  readonly queue: string;
  readonly #answerTimeoutMs: number;
  readonly #end: SessionEnd;
  readonly #topology: Topology;
  readonly #inHand: Hand | null;
  readonly #onConsuming: () => void;
  readonly #bell = new Bell();
  readonly #arrived: ConsumeMessage[] = [];
  readonly #accepted: Batcher<number>;
  readonly #seen: Batcher<null>;
  readonly #line = new AckLine();
  #channel: Channel | null = null;
  #prefetch = 1;
  #closing: Promise<boolean> = Promise.resolve(false);
  #isIterating = false;
  #isStopping = false;
  #isCancelled = false;

  constructor(queue: string, { answerTimeoutMs }: RabbitmqSettings, parts: ReceiverParts) {
    this.queue = queue;
    this.#answerTimeoutMs = answerTimeoutMs;
    this.#topology = parts.topology;
    this.#inHand = parts.inHand;
    this.#onConsuming = parts.onConsuming;
    this.#end = parts.end;
    this.#accepted = new Batcher(ACKS_PER_FLUSH_MAX, (tags) => this.#acknowledge(tags));
    this.#seen = new Batcher(ACKS_PER_FLUSH_MAX, () => this.#awaitSeen());
  }

  async *deliveries(
    model: ChannelModel,
    { prefetch }: ReceiveOptions,
    signal: AbortSignal,
  ): AsyncGenerator<Delivery, void, undefined> {
    if (signal.aborted || this.#end.isOver) return;
    this.#isIterating = true;
    const stopListening = this.#end.onOver(() => this.#bell.ring());
    let consumerTag: string | null = null;
    try {
      consumerTag = await this.#consume(model, prefetch);
      while (!signal.aborted && !this.#end.isOver) {
        const arrived = this.#arrived.shift();
        if (arrived === undefined) await this.#bell.wait(SLEEP_MS, signal);
        else yield this.#deliver(arrived);
      }
    } finally {
      stopListening();
      await this.#stop(consumerTag);
      this.#isIterating = false;
    }
  }

  get isIterating(): boolean {
    return this.#isIterating;
  }

  /** Nothing of it is left at the broker. */
  get isClosed(): boolean {
    return this.#isCancelled && this.#channel === null;
  }

  /** Resolves when the broker has seen every settlement so far. What is unsettled goes back to the queue. */
  async close(): Promise<void> {
    await this.#accepted.idle();
    await this.#closeChannel();
  }

  /** Null when the session ended before; any other failure here is the session's end. */
  async #consume(model: ChannelModel, prefetch: number): Promise<string | null> {
    try {
      await this.#topology.declareForReceiving(this.queue);
      const channel = await this.#answered(model.createChannel());
      this.#channel = channel;
      let isConsuming = false;
      // Until it consumes, the call that failed rejects too, and more is known there.
      channel.on('error', (reason: unknown) => isConsuming && this.#fail(reason));
      this.#prefetch = Math.min(Math.max(1, prefetch), PREFETCH_MAX);
      await this.#answered(channel.prefetch(this.#prefetch));
      const consuming = channel.consume(this.queue, (arrived) => this.#onArrived(arrived), { noAck: false });
      const { consumerTag } = await this.#answered(consuming);
      isConsuming = true;
      this.#onConsuming();
      return consumerTag;
    } catch (reason) {
      this.#fail(
        isRefusedConsumer(reason) && (await this.#mayRead(model))
          ? new Fault('transport.queue-in-use', { queue: this.queue }, reason)
          : reason,
      );
      return null;
    }
  }

  /**
   * The broker has one code for a queue that another consumer has to itself and for one that we may not read. It checks the right
   * before the arguments, and the arguments before the other consumer: so wrong arguments tell, and can never start a consumer.
   */
  async #mayRead(model: ChannelModel): Promise<boolean> {
    try {
      const channel = await this.#answered(model.createChannel());
      channel.on('error', () => undefined);
      const wrong = { noAck: false, arguments: { 'x-priority': 'not a number' } };
      await this.#answered(channel.consume(this.queue, () => undefined, wrong));
      return false;
    } catch (reason) {
      return isWrongArgument(reason);
    }
  }

  #onArrived(arrived: ConsumeMessage | null): void {
    if (arrived === null) {
      // The broker cancelled the consumer: the queue was deleted, or its node went away.
      this.#end.finish(new Fault('transport.not-found', { queue: this.queue }));
      return;
    }
    const { deliveryTag } = arrived.fields;
    this.#line.receive(deliveryTag);
    // What arrives while it stops goes back unread.
    if (this.#isStopping) arrived.content = NOTHING;
    else this.#inHand?.take(deliveryTag, arrived.content.length);
    this.#arrived.push(arrived);
    this.#bell.ring();
  }

  #deliver(arrived: ConsumeMessage): Delivery {
    const tag = arrived.fields.deliveryTag;
    return new SingleSettlement({
      message: toMessage(arrived),
      isRedelivered: arrived.fields.redelivered,
      deliveryCount: deliveryCountOf(arrived),
      accept: () => this.#accept(tag),
      release: () => this.#settle(() => this.#reject(tag, true)),
      refuse: () => this.#settle(() => this.#reject(tag, false)),
    });
  }

  async #accept(tag: number): Promise<boolean> {
    if (this.#end.isOver) throw this.#end.closed();
    await this.#accepted.add(tag);
    return this.#seen.add(null).then(
      () => true,
      () => false,
    );
  }

  /**
   * The broker has no answer to an ack, and does what it is told on one channel in order: what it answers afterwards is the proof.
   * The same prefetch once more changes nothing there.
   */
  async #awaitSeen(): Promise<void> {
    const channel = this.#channel;
    if (channel !== null) await this.#answered(channel.prefetch(this.#prefetch).then(() => undefined));
    else if (!(await this.#closing)) throw this.#end.closed();
  }

  async #settle(work: () => void): Promise<void> {
    if (this.#end.isOver) throw this.#end.closed();
    work();
    await this.#closeWhenSettled();
  }

  async #acknowledge(tags: readonly number[]): Promise<void> {
    this.#tell((channel) => {
      for (const { tag, isMultiple } of this.#line.accept(tags)) channel.ack(byTag(tag), isMultiple);
    });
    for (const tag of tags) this.#inHand?.give(tag);
    await this.#closeWhenSettled();
  }

  #reject(tag: number, isRequeued: boolean): void {
    this.#tell((channel) => channel.nack(byTag(tag), false, isRequeued));
    this.#line.reject(tag);
    this.#inHand?.give(tag);
  }

  #tell(work: (channel: Channel) => void): void {
    if (this.#channel === null) throw this.#end.closed();
    try {
      work(this.#channel);
    } catch (reason) {
      throw rabbitmqFault(reason, 'transport.closed');
    }
  }

  /** Deliveries that no caller was given go back only after the cancel: before, the broker would send them right here again. */
  async #stop(consumerTag: string | null): Promise<void> {
    if (this.#end.isOver || this.#channel === null || consumerTag === null) return;
    this.#isStopping = true;
    this.#inHand?.lift();
    try {
      await this.#answered(this.#channel.cancel(consumerTag));
      for (const { fields } of this.#arrived.splice(0)) this.#reject(fields.deliveryTag, true);
      this.#isCancelled = true;
      await this.#closeWhenSettled();
    } catch (reason) {
      this.#fail(reason);
    }
  }

  async #closeWhenSettled(): Promise<void> {
    if (this.#isCancelled && this.#line.isEmpty) await this.#closeChannel();
  }

  async #closeChannel(): Promise<void> {
    const channel = this.#channel;
    if (channel === null) return;
    this.#channel = null;
    this.#closing = closeChannel(channel);
    await this.#closing;
    this.#inHand?.close();
  }

  #answered<T>(work: Promise<T>): Promise<T> {
    return answered(work, this.#end, this.#answerTimeoutMs);
  }

  #fail(reason: unknown): void {
    this.#end.finish(rabbitmqFault(reason, 'transport.closed', { queue: this.queue }));
  }
}

/** amqplib reads nothing but the tag of the message it acknowledges; keeping the message for that would keep its body. */
function byTag(deliveryTag: number): AmqpMessage {
  return { fields: { deliveryTag } } as AmqpMessage;
}
