import { isAboutMessage } from '../reasons.js';
import type { PutMessage, PutResult } from '../wire/protocol.js';
import { openQueue } from './connection.js';
import { failureOf, reasonCodeOf } from './failure.js';
import { type HConn, type HObj, type Mqi, RC } from './mqi.js';

/** MQ makes a message id where there is none. */
const NO_ID = Buffer.alloc(24);

/** Puts batches under syncpoint; the commit is the broker's word for the whole batch. */
export class SendLane {
  readonly #mqi: Mqi;
  readonly #connection: HConn;
  readonly #ccsid: number;
  readonly #queues = new Map<string, HObj>();

  constructor(mqi: Mqi, connection: HConn, ccsid: number) {
    this.#mqi = mqi;
    this.#connection = connection;
    this.#ccsid = ccsid;
  }

  put(messages: readonly PutMessage[]): PutResult {
    const outcomes: number[] = [];
    for (const message of messages) {
      try {
        this.#putOne(message);
        outcomes.push(0);
      } catch (reason) {
        const code = reasonCodeOf(reason);
        if (code === null || !isAboutMessage(code)) return this.#lose(messages, outcomes, reason);
        // A queue that was deleted may have been defined anew: its old handle would never see that.
        if (code === RC.Q_DELETED) this.#queues.delete(message.queue);
        outcomes.push(code);
      }
    }
    return outcomes.some((code) => code === 0) ? this.#commit(outcomes) : { outcomes, taken: 'no', lost: null };
  }

  /** MQ has no ping; an empty commit goes to the queue manager and back and needs no right. */
  probe(): void {
    this.#mqi.Cmit(this.#connection);
  }

  rehearse(queue: string): void {
    this.#putOne({
      queue,
      messageId: NO_ID,
      correlationId: NO_ID,
      attempt: 1,
      body: Buffer.from('swic connection test, never committed'),
    });
    this.#mqi.Back(this.#connection);
  }

  #putOne({ queue, messageId, correlationId, attempt, body }: PutMessage): void {
    const { MQC } = this.#mqi;
    const descriptor = new this.#mqi.MQMD();
    // Bytes without a format are never converted on the way, so Chinese text arrives as it was sent.
    descriptor.Format = MQC.MQFMT_NONE;
    descriptor.CodedCharSetId = this.#ccsid;
    descriptor.Persistence = MQC.MQPER_PERSISTENT;
    descriptor.MsgId = toBuffer(messageId);
    descriptor.CorrelId = toBuffer(correlationId);
    descriptor.Feedback = feedbackOf(this.#mqi, attempt);
    const options = new this.#mqi.MQPMO();
    options.Options = MQC.MQPMO_SYNCPOINT | MQC.MQPMO_FAIL_IF_QUIESCING;
    this.#mqi.PutSync(this.#open(queue), descriptor, options, toBuffer(body));
  }

  #open(queue: string): HObj {
    const known = this.#queues.get(queue);
    if (known !== undefined) return known;
    const opened = openQueue(this.#mqi, this.#connection, queue, this.#mqi.MQC.MQOO_OUTPUT);
    this.#queues.set(queue, opened);
    return opened;
  }

  #commit(outcomes: readonly number[]): PutResult {
    try {
      this.#mqi.Cmit(this.#connection);
      return { outcomes, taken: 'yes', lost: null };
    } catch (reason) {
      if (reasonCodeOf(reason) === RC.BACKED_OUT) return { outcomes, taken: 'no', lost: null };
      // Asked for and not answered: it may have been done.
      return { outcomes, taken: 'unknown', lost: failureOf(reason) };
    }
  }

  /** The commit was never asked for, so nothing of the batch was taken, whatever is wrong with the connection. */
  #lose(messages: readonly PutMessage[], outcomes: readonly number[], reason: unknown): PutResult {
    try {
      this.#mqi.Back(this.#connection);
    } catch {
      // The queue manager backs out by itself when the connection ends, and this one will not be used again.
    }
    return { outcomes: messages.map((_, index) => outcomes[index] ?? 0), taken: 'no', lost: failureOf(reason) };
  }
}

/**
 * A possible duplicate is marked: the descriptor's feedback has a range for applications, means nothing to MQ in a message that
 * is no report, and arrives as it was put. The ids alone would not tell a second attempt from the first.
 */
export function feedbackOf({ MQC }: Mqi, attempt: number): number {
  return attempt > 1 ? MQC.MQFB_APPL_FIRST + attempt : MQC.MQFB_NONE;
}

export function attemptOf({ MQC }: Mqi, feedback: number): number {
  return feedback > MQC.MQFB_APPL_FIRST ? feedback - MQC.MQFB_APPL_FIRST : 1;
}

/** The package wants a Buffer; this one looks at the same bytes. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
