import { Fault } from '../../contract/fault.js';
import type { Message } from '../../domain/message.js';
import type { SendOutcome } from '../../ports/transport.js';
import type { SessionEnd } from '../session-end.js';
import { WaitingCall } from '../waiting-call.js';
import { ibmmqFault, putFault } from './faults.js';
import type { IbmmqSettings } from './settings.js';
import type { Client } from './wire/client.js';
import { isQueueName, toPutMessage } from './wire/message.js';
import type { PutResult } from './wire/protocol.js';

interface Waiting {
  readonly queue: string;
  readonly message: Message;
  readonly call: WaitingCall;
  readonly answer: (outcome: SendOutcome) => void;
}

/**
 * Puts in the order of the calls, in natural batches: while one batch is put and committed, whatever arrives forms the next.
 * The commit is the confirm. A message that the queue manager refuses is answered alone; the rest of its batch goes on.
 */
export class IbmmqSender {
  readonly #client: Client;
  readonly #settings: IbmmqSettings;
  readonly #end: SessionEnd;
  readonly #waiting = new Set<Waiting>();
  #isPutting = false;

  constructor(client: Client, settings: IbmmqSettings, end: SessionEnd) {
    this.#client = client;
    this.#settings = settings;
    this.#end = end;
  }

  /** True while no batch is with the client process; a hang would go unnoticed then. */
  get isIdle(): boolean {
    return !this.#isPutting;
  }

  send(queue: string, messages: readonly Message[], signal: AbortSignal): readonly Promise<SendOutcome>[] {
    const refusal = this.#refusalOf(queue, signal);
    const call = new WaitingCall(signal, (aborted) => this.#giveUp(aborted));
    return messages.map(
      (message) =>
        new Promise((answer) => {
          if (refusal !== null) answer(refusal);
          else this.#sendOne({ queue, message, call, answer });
        }),
    );
  }

  /** The session is over: the callers of what was not handed over are told so. A batch that is with the client process gets its own answer. */
  abandon(): void {
    for (const waiting of this.#waiting) {
      waiting.call.leave();
      waiting.answer(this.#end.closed());
    }
    this.#waiting.clear();
  }

  /** Why none of them can be handed over; null = they can. */
  #refusalOf(queue: string, signal: AbortSignal): Fault | null {
    if (this.#end.isOver) return this.#end.closed();
    if (signal.aborted) return new Fault('operation.aborted');
    return isQueueName(queue) ? null : new Fault('transport.unroutable', { queue });
  }

  #sendOne(waiting: Waiting): void {
    const sizeBytes = waiting.message.body.length;
    const bytesMax = this.#settings.maxMessageBytes;
    if (sizeBytes > bytesMax) return waiting.answer(new Fault('transport.too-large', { sizeBytes, bytesMax }));
    waiting.call.enter();
    this.#waiting.add(waiting);
    if (!this.#isPutting) void this.#putAll();
  }

  #giveUp(call: WaitingCall): void {
    for (const waiting of this.#waiting) {
      if (waiting.call !== call) continue;
      this.#waiting.delete(waiting);
      waiting.answer(new Fault('operation.aborted'));
    }
  }

  /** Never rejects: every failure is the answer of a message. */
  async #putAll(): Promise<void> {
    this.#isPutting = true;
    // One turn of the event loop gathers everything that the current turn sends.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#waiting.size > 0) await this.#put(this.#takeBatch());
    this.#isPutting = false;
  }

  #takeBatch(): readonly Waiting[] {
    const { batchMessagesMax, batchBytesMax } = this.#settings;
    const batch: Waiting[] = [];
    let bytes = 0;
    for (const waiting of this.#waiting) {
      bytes += waiting.message.body.length;
      if (batch.length > 0 && (batch.length >= batchMessagesMax || bytes > batchBytesMax)) break;
      this.#waiting.delete(waiting);
      waiting.call.leave();
      batch.push(waiting);
    }
    return batch;
  }

  async #put(batch: readonly Waiting[]): Promise<void> {
    const messages = batch.map(({ queue, message }) => toPutMessage(queue, message));
    let result: PutResult;
    try {
      result = await this.#client.request('put', { messages }, this.#settings.commitTimeoutMs);
    } catch (reason) {
      // The client process hung or ended, perhaps in the middle of the commit.
      this.#end.finish(Fault.from(reason, 'transport.closed'));
      for (const { message, answer } of batch) answer(this.#end.outcomeUnknown(message.id));
      return;
    }
    if (result.lost !== null) this.#end.finish(ibmmqFault(result.lost));
    for (const [index, waiting] of batch.entries()) this.#answer(waiting, result, result.outcomes[index] ?? 0);
  }

  #answer({ queue, message, answer }: Waiting, { taken, lost }: PutResult, outcome: number): void {
    if (outcome !== 0) answer(putFault(outcome, { queue, messageId: message.id }));
    else if (taken === 'yes') answer(null);
    else if (taken === 'unknown') answer(this.#end.outcomeUnknown(message.id));
    // Nothing of the batch was taken: with the connection gone that is as if it had never been handed over.
    else if (lost !== null) answer(this.#end.closed());
    else answer(new Fault('transport.backed-out', { messageId: message.id }));
  }
}
