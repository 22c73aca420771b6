import type { SettleWord, WireDelivery } from '../wire/protocol.js';
import { reasonCodeOf } from './failure.js';
import { withoutHeaders } from './headers.js';
import { type HConn, type HObj, type MqDescriptor, type Mqi, RC } from './mqi.js';
import { attemptOf, feedbackOf, toBuffer } from './send-lane.js';

/** What most messages fit into; a longer one makes the buffer grow for good. */
const BUFFER_BYTES = 64 * 1024;

/** Everything that was got under one unit of work and how it was settled. */
interface Held {
  readonly messageId: Buffer;
  readonly correlationId: Buffer;
  readonly attempt: number;
  readonly body: Buffer;
  word: SettleWord | null;
}

export interface UnitBounds {
  /** Messages in one unit at most. */
  readonly messagesMax: number;
  /** Bytes after which a unit takes no more. */
  readonly bytesMax: number;
}

/**
 * A connection that receives, and its unit of work. MQ commits or backs out all that a connection got, so a unit is filled,
 * handed out, and taken up again only when every message in it is settled.
 *
 *     free ──fill──▶ handed out ──last settlement──▶ settled ──settle──▶ free
 */
export class Unit {
  readonly #mqi: Mqi;
  readonly #connection: HConn;
  readonly #queue: HObj;
  readonly #backoutQueue: string | null;
  readonly #held = new Map<number, Held>();
  #buffer = Buffer.allocUnsafe(BUFFER_BYTES);

  constructor(mqi: Mqi, parts: { connection: HConn; queue: HObj; backoutQueue: string | null }) {
    this.#mqi = mqi;
    this.#connection = parts.connection;
    this.#queue = parts.queue;
    this.#backoutQueue = parts.backoutQueue;
  }

  get isFree(): boolean {
    return this.#held.size === 0;
  }

  get isSettled(): boolean {
    for (const held of this.#held.values()) if (held.word === null) return false;
    return this.#held.size > 0;
  }

  /** Waits for the first message at most so long; takes whatever else is there already, up to the bounds. */
  fill(waitMs: number, bounds: UnitBounds, nextTag: () => number): readonly WireDelivery[] {
    const deliveries: WireDelivery[] = [];
    let bytes = 0;
    while (deliveries.length < bounds.messagesMax && bytes < bounds.bytesMax) {
      const descriptor = this.#newDescriptor();
      const body = this.#get(descriptor, deliveries.length === 0 ? waitMs : 0, false);
      if (body === null) break;
      bytes += body.length;
      const tag = nextTag();
      const { MsgId: messageId, CorrelId: correlationId, BackoutCount: backoutCount } = descriptor;
      const attempt = attemptOf(this.#mqi, descriptor.Feedback);
      this.#held.set(tag, { messageId, correlationId, attempt, body, word: null });
      deliveries.push({ tag, messageId, correlationId, attempt, backoutCount, body: withoutHeaders(body) });
    }
    return deliveries;
  }

  /** True if the tag is one of this unit's. */
  note(tag: number, word: SettleWord): boolean {
    const held = this.#held.get(tag);
    if (held === undefined) return false;
    held.word = word;
    return true;
  }

  /**
   * Brings the words about its messages to the queue manager. Where all stay taken it is one commit. Where some go back, all go
   * back, and those that do not are taken again by their ids: nothing is lost at any instant, and a crash in between, or another
   * receiver that is quicker, delivers again what was accepted. The receiving side recognises that. A unit of a single message
   * has no such case, and a lane has units enough to make that the rule (receive-lane.ts).
   */
  settle(): void {
    const all = [...this.#held.values()];
    this.#held.clear();
    const kept = all.filter(({ word }) => word === 'accept' || word === 'refuse');
    if (kept.length < all.length) {
      this.#mqi.Back(this.#connection);
      for (const held of kept) if (this.#takeAgain(held) && held.word === 'refuse') this.#moveAside(held);
    } else {
      for (const held of kept) if (held.word === 'refuse') this.#moveAside(held);
    }
    if (kept.length > 0) this.#mqi.Cmit(this.#connection);
  }

  /** What was not settled goes back; then the good-bye, which would commit what is open, so nothing may be. */
  close(): void {
    for (const held of this.#held.values()) held.word ??= 'release';
    if (this.#held.size > 0) this.settle();
    this.#mqi.DiscSync(this.#connection);
  }

  #newDescriptor(): MqDescriptor {
    return new this.#mqi.MQMD();
  }

  /** null when there is no such message. A message longer than the buffer stays where it is until there is room for it. */
  #get(descriptor: MqDescriptor, waitMs: number, isByIds: boolean): Buffer | null {
    const { MQC } = this.#mqi;
    for (;;) {
      const options = new this.#mqi.MQGMO();
      options.Options =
        MQC.MQGMO_SYNCPOINT |
        MQC.MQGMO_FAIL_IF_QUIESCING |
        // Properties would come as a header in front of the body.
        MQC.MQGMO_NO_PROPERTIES |
        (waitMs > 0 ? MQC.MQGMO_WAIT : 0);
      options.WaitInterval = waitMs;
      options.MatchOptions = isByIds ? MQC.MQMO_MATCH_MSG_ID | MQC.MQMO_MATCH_CORREL_ID : MQC.MQMO_NONE;
      let outcome: { readonly error: Error | null; readonly length: number } = { error: null, length: 0 };
      this.#mqi.GetSync(this.#queue, descriptor, options, this.#buffer, (error, length) => {
        outcome = { error, length };
      });
      const code = reasonCodeOf(outcome.error);
      // The buffer is used again by the next get, and the body lives until it is settled.
      if (outcome.error === null) return Buffer.from(this.#buffer.subarray(0, outcome.length));
      if (code === RC.NO_MSG_AVAILABLE) return null;
      if (code !== RC.TRUNCATED_MSG_FAILED) throw outcome.error;
      this.#buffer = Buffer.allocUnsafe(Math.max(outcome.length, this.#buffer.length * 2));
    }
  }

  /** False when another program took it in between: then it is his, and we have it too. */
  #takeAgain({ messageId, correlationId }: Held): boolean {
    const descriptor = this.#newDescriptor();
    descriptor.MsgId = messageId;
    descriptor.CorrelId = correlationId;
    return this.#get(descriptor, 0, true) !== null;
  }

  /** To the queue's own backout queue, in the same unit of work; where it has none, it is dropped with the commit. */
  #moveAside({ messageId, correlationId, attempt, body }: Held): void {
    if (this.#backoutQueue === null) return;
    const { MQC } = this.#mqi;
    const target = new this.#mqi.MQOD();
    target.ObjectName = this.#backoutQueue;
    target.ObjectType = MQC.MQOT_Q;
    const descriptor = this.#newDescriptor();
    descriptor.Format = MQC.MQFMT_NONE;
    descriptor.Persistence = MQC.MQPER_PERSISTENT;
    descriptor.MsgId = messageId;
    descriptor.CorrelId = correlationId;
    descriptor.Feedback = feedbackOf(this.#mqi, attempt);
    const options = new this.#mqi.MQPMO();
    options.Options = MQC.MQPMO_SYNCPOINT | MQC.MQPMO_FAIL_IF_QUIESCING;
    this.#mqi.Put1Sync(this.#connection, target, descriptor, options, toBuffer(body));
  }
}
