import type { Message as AmqpMessage, ConfirmChannel } from 'amqplib';
import { Fault } from '../../contract/fault.js';
import type { Message } from '../../domain/message.js';
import type { Clock } from '../../ports/clock.js';
import type { SendOutcome } from '../../ports/transport.js';
import type { SessionEnd } from '../session-end.js';
import { WaitingCall } from '../waiting-call.js';
import { rabbitmqFault } from './faults.js';
import type { RabbitmqSettings } from './settings.js';
import { publishTagOf } from './wire/message.js';
import { outletOf } from './wire/outlet.js';
import { PublishLine } from './wire/publish-line.js';
import type { Topology } from './wire/topology.js';

type Answer = (outcome: SendOutcome) => void;

interface Waiting {
  readonly queue: string;
  readonly message: Message;
  readonly call: WaitingCall;
  readonly answer: Answer;
}

/** A message the broker has, or may have, and has not answered for. */
interface HandedOver {
  readonly answer: Answer;
  readonly messageId: string;
  readonly sizeBytes: number;
  /** On the stopwatch that stops while the broker blocks. */
  readonly startedMs: number;
  returned: Fault | null;
}

/** AMQP's short strings have one byte for their length. */
const NAME_BYTES_MAX = 255;
/** How many times the deadline is looked at before it passes; the delay of noticing is a tenth of it at most. */
const LOOKS_PER_DEADLINE = 10;

/**
 * Publishes in the order of the calls and answers each by its delivery tag, never by the order of the confirms.
 *
 * Waits, all before anything is handed over: for the window of unconfirmed messages, for the socket, for an unblocked broker,
 * for the declaration of the queue. The first publish of a channel goes alone: when the exchange or the permission is missing,
 * the broker closes the channel with exactly one message in flight, and it is certain that it was not taken.
 */
export class RabbitmqSender {
  readonly #line: PublishLine;
  readonly #settings: RabbitmqSettings;
  readonly #clock: Clock;
  readonly #topology: Topology;
  readonly #end: SessionEnd;
  readonly #waiting = new Set<Waiting>();
  /** By delivery tag, so in the order they were handed over. */
  readonly #handedOver = new Map<number, HandedOver>();
  /** The one message in flight per id that carries no publish tag. */
  readonly #untagged = new Map<string, number>();
  #nextTag = 1;
  #isProven = false;
  #isDeclaring = false;
  #blockedSinceMs: number | null = null;
  #blockedMs = 0;

  constructor(
    channel: ConfirmChannel,
    settings: RabbitmqSettings,
    clock: Clock,
    parts: { topology: Topology; end: SessionEnd; gather: () => void },
  ) {
    this.#line = new PublishLine(outletOf(channel), settings.sendExchange, parts.gather);
    this.#settings = settings;
    this.#clock = clock;
    this.#topology = parts.topology;
    this.#end = parts.end;
    channel.on('ack', ({ deliveryTag, multiple }) => this.#onConfirm(deliveryTag, multiple, true));
    channel.on('nack', ({ deliveryTag, multiple }) => this.#onConfirm(deliveryTag, multiple, false));
    channel.on('return', (returned) => this.#onReturn(returned));
    channel.on('drain', () => {
      this.#line.onDrain();
      this.#pump();
    });
  }

  send(queue: string, messages: readonly Message[], signal: AbortSignal): readonly Promise<SendOutcome>[] {
    const refusal = this.#refusalOf(queue, signal);
    const call = new WaitingCall(signal, (aborted) => this.#giveUp(aborted));
    const answers = messages.map(
      (message) =>
        new Promise<SendOutcome>((answer) => {
          if (refusal !== null) answer(refusal);
          else this.#sendOne(queue, message, call, answer);
        }),
    );
    this.#line.flush();
    return answers;
  }

  setBlocked(isBlocked: boolean): void {
    if (isBlocked) {
      this.#blockedSinceMs ??= this.#clock.tickMs();
      return;
    }
    if (this.#blockedSinceMs !== null) this.#blockedMs += this.#clock.tickMs() - this.#blockedSinceMs;
    this.#blockedSinceMs = null;
    this.#pump();
  }

  /** Rejects with `transport.timeout` when a confirm is overdue; runs until the signal aborts. */
  async watch(signal: AbortSignal): Promise<void> {
    const limitMs = this.#settings.confirmTimeoutMs;
    while (!signal.aborted) {
      await this.#clock.sleep(limitMs / LOOKS_PER_DEADLINE, signal);
      const [oldest] = this.#handedOver.values();
      if (oldest !== undefined && this.#activeMs() - oldest.startedMs > limitMs)
        throw new Fault('transport.timeout', { limitMs });
    }
  }

  /**
   * The session is over: answers all. `refusal` is what the broker said about one publish, where that was the end.
   */
  abandon(refusal: 'transport.too-large' | 'transport.closed' | null): void {
    for (const waiting of this.#waiting) {
      waiting.call.leave();
      waiting.answer(this.#end.closed());
    }
    this.#waiting.clear();
    const left = [...this.#handedOver.values()];
    this.#handedOver.clear();
    this.#untagged.clear();
    const largestBytes = left.reduce((most, { sizeBytes }) => Math.max(most, sizeBytes), 0);
    for (const one of left)
      one.answer(one.returned ?? this.#lastWord(one, refusal, { isAlone: left.length === 1, largestBytes }));
  }

  /**
   * Too large: some message in flight is over the broker's limit, so the largest one is, at any place among them: it was the one, or
   * it came after the one and was not looked at. The others may be in the queue or not.
   */
  #lastWord(
    { messageId, sizeBytes }: HandedOver,
    refusal: 'transport.too-large' | 'transport.closed' | null,
    left: { readonly isAlone: boolean; readonly largestBytes: number },
  ): Fault {
    if (refusal === 'transport.too-large' && sizeBytes === left.largestBytes)
      return new Fault('transport.too-large', { sizeBytes });
    if (refusal === 'transport.closed' && left.isAlone) return this.#end.closed();
    return this.#end.outcomeUnknown(messageId);
  }

  /** Why none of them can be handed over; null = they can. */
  #refusalOf(queue: string, signal: AbortSignal): Fault | null {
    if (this.#end.isOver) return this.#end.closed();
    if (signal.aborted) return new Fault('operation.aborted');
    const { sendExchange } = this.#settings;
    // amqplib would refuse each message for a name that no queue can have.
    if (Buffer.byteLength(queue) <= NAME_BYTES_MAX && Buffer.byteLength(sendExchange) <= NAME_BYTES_MAX) return null;
    return new Fault('transport.unroutable', { exchange: sendExchange, routingKey: queue });
  }

  #sendOne(queue: string, message: Message, call: WaitingCall, answer: Answer): void {
    const sizeBytes = message.body.length;
    const bytesMax = this.#settings.maxMessageBytes;
    if (sizeBytes > bytesMax) return answer(new Fault('transport.too-large', { sizeBytes, bytesMax }));
    const isFree = this.#waiting.size === 0 && this.#hasRoom() && !this.#topology.needsDeclaring(queue);
    if (isFree) return this.#publish(queue, message, answer);
    call.enter();
    this.#waiting.add({ queue, message, call, answer });
    this.#pump();
  }

  #hasRoom(): boolean {
    const window = this.#isProven ? this.#settings.window : 1;
    return this.#handedOver.size < window && !this.#line.isCongested && this.#blockedSinceMs === null;
  }

  #giveUp(call: WaitingCall): void {
    for (const waiting of this.#waiting) {
      if (waiting.call !== call) continue;
      this.#waiting.delete(waiting);
      waiting.answer(new Fault('operation.aborted'));
    }
    this.#pump();
  }

  #pump(): void {
    this.#takeWaiting();
    this.#line.flush();
  }

  #takeWaiting(): void {
    for (const waiting of this.#waiting) {
      if (this.#end.isOver || this.#isDeclaring || !this.#hasRoom()) return;
      // The first one decides: overtaking would break the order of the calls.
      if (this.#topology.needsDeclaring(waiting.queue)) return this.#declare(waiting.queue);
      this.#waiting.delete(waiting);
      waiting.call.leave();
      this.#publish(waiting.queue, waiting.message, waiting.answer);
    }
  }

  #declare(queue: string): void {
    this.#isDeclaring = true;
    this.#topology.declareForSending(queue).then(
      () => {
        this.#isDeclaring = false;
        this.#pump();
      },
      (reason: unknown) => this.#end.finish(rabbitmqFault(reason, 'transport.closed')),
    );
  }

  #publish(queue: string, message: Message, answer: Answer): void {
    const tag = this.#nextTag;
    const isTagged = this.#untagged.has(message.id);
    // The end of the session is told in the same turn as the end of its channel.
    if (this.#line.isClosed) return answer(this.#end.closed());
    // A name too long for the protocol.
    if (!this.#line.add(queue, message, isTagged ? tag : null)) return answer(new Fault('transport.refused'));
    this.#nextTag = tag + 1;
    if (!isTagged) this.#untagged.set(message.id, tag);
    this.#handedOver.set(tag, {
      messageId: message.id,
      sizeBytes: message.body.length,
      startedMs: this.#activeMs(),
      returned: null,
      answer,
    });
  }

  #onConfirm(tag: number, isMultiple: boolean, isAck: boolean): void {
    this.#isProven = true;
    if (isMultiple) {
      for (const confirmed of this.#handedOver.keys()) {
        if (confirmed > tag) break;
        this.#answer(confirmed, isAck);
      }
    } else {
      this.#answer(tag, isAck);
    }
    if (this.#waiting.size > 0) this.#pump();
  }

  #answer(tag: number, isAck: boolean): void {
    const confirmed = this.#handedOver.get(tag);
    if (confirmed === undefined) return;
    this.#handedOver.delete(tag);
    if (this.#untagged.get(confirmed.messageId) === tag) this.#untagged.delete(confirmed.messageId);
    // An unroutable message is returned first and confirmed after: the broker did what it could with it.
    if (confirmed.returned !== null) confirmed.answer(confirmed.returned);
    else if (isAck) confirmed.answer(null);
    else confirmed.answer(new Fault('transport.nacked', { messageId: confirmed.messageId }));
  }

  #onReturn(returned: AmqpMessage): void {
    const messageId: unknown = returned.properties.messageId;
    const tag = publishTagOf(returned) ?? (typeof messageId === 'string' ? this.#untagged.get(messageId) : undefined);
    const message = tag === undefined ? undefined : this.#handedOver.get(tag);
    if (message === undefined) return;
    const { exchange, routingKey } = returned.fields;
    this.#topology.forget(routingKey);
    message.returned = new Fault('transport.unroutable', { exchange, routingKey });
  }

  /** Monotonic milliseconds without those in which the broker blocked: it cannot confirm then, and that is no silence. */
  #activeMs(): number {
    const nowMs = this.#clock.tickMs();
    return nowMs - this.#blockedMs - (this.#blockedSinceMs === null ? 0 : nowMs - this.#blockedSinceMs);
  }
}
