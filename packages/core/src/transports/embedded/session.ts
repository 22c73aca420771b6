import { mkdir, realpath } from 'node:fs/promises';
import { Fault } from '../../contract/fault.js';
import type { Message } from '../../domain/message.js';
import type { Delivery, ReceiveOptions, SendOutcome, Session } from '../../ports/transport.js';
import type { TransportDeps } from '../deps.js';
import { SessionEnd } from '../session-end.js';
import { embeddedFault } from './faults.js';
import { EmbeddedReceiver } from './receiver.js';
import { EmbeddedSender } from './sender.js';
import type { EmbeddedSettings } from './settings.js';
import { createBatchNames } from './store/batch-writer.js';

/** Creates the directory when it is missing. Queues are created by their first use. */
export async function openEmbeddedSession(
  settings: EmbeddedSettings,
  deps: TransportDeps,
  signal: AbortSignal,
): Promise<Session> {
  if (signal.aborted) throw new Fault('operation.aborted');
  try {
    await mkdir(settings.directory, { recursive: true });
    // Under one name only: the kernel's locks are per process and file, and would not see the same file under another.
    const directory = await realpath(settings.directory);
    return new EmbeddedSession({ ...settings, directory }, deps);
  } catch (reason) {
    throw embeddedFault(reason, 'transport.unreachable', { path: settings.directory });
  }
}

/** One user of the directory. There is no connection that could be lost, so it ends when disposed, or with the directory. */
class EmbeddedSession implements Session {
  readonly #settings: EmbeddedSettings;
  readonly #deps: TransportDeps;
  readonly #end = new SessionEnd();
  readonly #nextName: () => string;
  readonly #sender: EmbeddedSender;
  readonly #receivers = new Map<string, EmbeddedReceiver>();
  readonly #sharedListeners = new Set<(queue: string, others: number) => void>();
  #closing: Promise<void> | null = null;

  constructor(settings: EmbeddedSettings, deps: TransportDeps) {
    this.#settings = settings;
    this.#deps = deps;
    this.#nextName = createBatchNames(deps.clock);
    this.#sender = new EmbeddedSender(settings, this.#nextName, this.#end);
  }

  get ended(): Promise<Fault | null> {
    return this.#end.ended;
  }

  /** A directory has no alarm to tell of: a full disk is the answer to a send. */
  onBlocked(): void {}

  onShared(listener: (queue: string, others: number) => void): void {
    this.#sharedListeners.add(listener);
  }

  send(queue: string, messages: readonly Message[], signal: AbortSignal): readonly Promise<SendOutcome>[] {
    return this.#sender.send(queue, messages, signal);
  }

  receive(queue: string, options: ReceiveOptions, signal: AbortSignal): AsyncIterable<Delivery> {
    return this.#receiverOf(queue).deliveries(options, signal);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const receivers = [...this.#receivers.values()];
    await Promise.all(receivers.map((receiver) => receiver.flush()));
    this.#end.finish(null);
    await Promise.all(receivers.map((receiver) => receiver.close()));
    // A group commit takes milliseconds and cannot be taken back, so its senders get the true answer.
    await this.#sender.idle();
  }

  #receiverOf(queue: string): EmbeddedReceiver {
    const known = this.#receivers.get(queue);
    if (known !== undefined) return known;
    const parts = {
      settings: this.#settings,
      clock: this.#deps.clock,
      end: this.#end,
      nextName: this.#nextName,
      onShared: (others: number) => this.#sharedListeners.forEach((listener) => listener(queue, others)),
    };
    const receiver = new EmbeddedReceiver(queue, parts);
    this.#receivers.set(queue, receiver);
    return receiver;
  }
}
