import { setMaxListeners } from 'node:events';
import { Fault } from '../../contract/fault.js';
import type { Message } from '../../domain/message.js';
import type { SessionEnd } from '../session-end.js';
import { ibmmqFault, putFault } from './faults.js';
import type { IbmmqSettings } from './settings.js';
import type { Client } from './wire/client.js';
import { isQueueName, toPutMessage } from './wire/message.js';
import type { PutResult } from './wire/protocol.js';

interface Waiting {
  readonly queue: string;
  readonly message: Message;
  stopListening(): void;
  resolve(): void;
  reject(fault: Fault): void;
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

  send(queue: string, message: Message, signal: AbortSignal): Promise<void> {
    if (this.#end.isOver) return Promise.reject(this.#end.closed());
    if (signal.aborted) return Promise.reject(new Fault('operation.aborted'));
    const bytesMax = this.#settings.maxMessageBytes;
    if (message.body.length > bytesMax) {
      return Promise.reject(new Fault('transport.too-large', { sizeBytes: message.body.length, bytesMax }));
    }
    if (!isQueueName(queue)) return Promise.reject(new Fault('transport.unroutable', { queue }));
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#waiting.delete(waiting);
        reject(new Fault('operation.aborted'));
      };
      const stopListening = (): void => signal.removeEventListener('abort', abort);
      const waiting: Waiting = { queue, message, stopListening, resolve, reject };
      // One signal for many messages is the rule here, and each of them takes its listener away again.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', abort, { once: true });
      this.#waiting.add(waiting);
      if (!this.#isPutting) void this.#putAll();
    });
  }

  /** The session is over: whoever was not handed over is told so. A batch that is with the client process gets its own answer. */
  abandon(): void {
    for (const waiting of this.#waiting) {
      waiting.stopListening();
      waiting.reject(this.#end.closed());
    }
    this.#waiting.clear();
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
      waiting.stopListening();
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
      for (const { message, reject } of batch) reject(this.#end.outcomeUnknown(message.id));
      return;
    }
    if (result.lost !== null) this.#end.finish(ibmmqFault(result.lost));
    for (const [index, waiting] of batch.entries()) this.#answer(waiting, result, result.outcomes[index] ?? 0);
  }

  #answer({ queue, message, resolve, reject }: Waiting, { taken, lost }: PutResult, outcome: number): void {
    if (outcome !== 0) reject(putFault(outcome, { queue, messageId: message.id }));
    else if (taken === 'yes') resolve();
    else if (taken === 'unknown') reject(this.#end.outcomeUnknown(message.id));
    // Nothing of the batch was taken: with the connection gone that is as if it had never been handed over.
    else if (lost !== null) reject(this.#end.closed());
    else reject(new Fault('transport.backed-out', { messageId: message.id }));
  }
}
