import { Fault } from '../../contract/fault.js';
import type { Message } from '../../domain/message.js';
import type { SendOutcome } from '../../ports/transport.js';
import { Batcher } from '../../runtime/batcher.js';
import type { SessionEnd } from '../session-end.js';
import { embeddedFault, isEndOfSession } from './faults.js';
import type { EmbeddedSettings } from './settings.js';
import { type Written, writeBatches } from './store/batch-writer.js';
import { createQueueDirectory, type QueueDirectory, queueDirectory } from './store/queue-directory.js';

/** Messages of one group commit; the writer cuts them into files. */
const GROUP_MAX = 1_024;

/**
 * Sends to the queues of one session: what arrives while a group is being made durable is the next group, so one message
 * waits for one fsync and a flood shares it. Handed over means: in a group.
 */
export class EmbeddedSender {
  readonly #settings: EmbeddedSettings;
  readonly #nextName: () => string;
  readonly #end: SessionEnd;
  readonly #groups = new Map<string, Batcher<Message>>();

  constructor(settings: EmbeddedSettings, nextName: () => string, end: SessionEnd) {
    this.#settings = settings;
    this.#nextName = nextName;
    this.#end = end;
  }

  send(queue: string, messages: readonly Message[], signal: AbortSignal): readonly Promise<SendOutcome>[] {
    return messages.map((message) => this.#sendOne(queue, message, signal).then(taken, faultOf));
  }

  /** Resolves when every message handed over has its answer. */
  async idle(): Promise<void> {
    for (const group of this.#groups.values()) await group.idle();
  }

  #sendOne(queue: string, message: Message, signal: AbortSignal): Promise<void> {
    if (this.#end.isOver) return Promise.reject(this.#end.closed());
    if (signal.aborted) return Promise.reject(new Fault('operation.aborted'));
    const sizeBytes = message.body.length;
    const bytesMax = this.#settings.maxMessageBytes;
    if (sizeBytes > bytesMax) return Promise.reject(new Fault('transport.too-large', { sizeBytes, bytesMax }));
    return this.#groupOf(queue).add(message);
  }

  #groupOf(queue: string): Batcher<Message> {
    const known = this.#groups.get(queue);
    if (known !== undefined) return known;
    const directory = queueDirectory(this.#settings.directory, queue);
    let created: Promise<void> | null = null;
    const group = new Batcher<Message>(GROUP_MAX, async (messages) => {
      // A session that failed writes nothing more: its directory is in trouble. One that is disposed finishes what it has.
      if (this.#end.fault !== null) throw this.#end.closed();
      const written = await this.#write(directory, messages, (created ??= createQueueDirectory(directory)));
      if (written.kind === 'written') return;
      created = null;
      throw this.#translate(written, directory);
    });
    this.#groups.set(queue, group);
    return group;
  }

  async #write(directory: QueueDirectory, messages: readonly Message[], created: Promise<void>): Promise<Written> {
    try {
      await created;
      return await writeBatches(directory, messages, this.#nextName);
    } catch (reason) {
      return { kind: 'failed', isPlaced: false, reason };
    }
  }

  #translate({ isPlaced, reason }: Extract<Written, { kind: 'failed' }>, directory: QueueDirectory): Fault {
    const fault = embeddedFault(reason, 'transport.closed', { path: directory.root });
    if (isEndOfSession(fault)) this.#end.finish(fault);
    if (isPlaced) return new Fault('transport.outcome-unknown', fault.detail, fault);
    return isEndOfSession(fault) ? this.#end.closed() : fault;
  }
}

function taken(): SendOutcome {
  return null;
}

/** What a group failed with is its answer. */
function faultOf(reason: unknown): SendOutcome {
  return Fault.from(reason, 'internal.unexpected');
}
