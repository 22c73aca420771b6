import { randomUUID } from 'node:crypto';
import { Fault } from '@swic/core/contract';
import type { Clock } from '@swic/core/ports';
import { WebSocket } from 'ws';
import { type Deferred, deferred } from '../runtime/deferred.js';
import { orAborted } from '../runtime/lane.js';
import { within } from '../runtime/within.js';
import { BLOCK_MARK, BlockAssembler, MESSAGE_OCTETS_MAX, needsBlocks, toBlocks } from './block-text.js';
import { parseServiceMessage, type ServiceAnswer, type ServiceRequest } from './messages.js';

export interface ServiceAddress {
  /** `ws://127.0.0.1:61232` unless the installation differs. */
  readonly url: string;
  readonly connectLimitMs: number;
  readonly requestLimitMs: number;
}

/** One connection to the card service; it ends once. */
export interface ServiceConnection extends Disposable {
  readonly isEnded: boolean;
  /** Rejects with `signer.absent` when the service goes away or keeps silent. */
  request(method: string, args: Readonly<Record<string, string>>, signal: AbortSignal): Promise<ServiceAnswer>;
}

/** Resolves after the service's own open message; rejects with `signer.absent` (code 60408, as the vendor's client says it). */
export async function connectService(
  address: ServiceAddress,
  clock: Clock,
  signal: AbortSignal,
): Promise<ServiceConnection> {
  const socket = new WebSocket(address.url, {
    maxPayload: MESSAGE_OCTETS_MAX,
    perMessageDeflate: false,
    handshakeTimeout: address.connectLimitMs,
  });
  const connection = new SocketConnection(socket, address, clock);
  try {
    const limit = {
      limitMs: address.connectLimitMs,
      code: 'signer.absent',
      detail: { code: 60_408, url: address.url },
    } as const;
    await within(connection.opened, limit, clock, signal);
    return connection;
  } catch (reason) {
    connection[Symbol.dispose]();
    throw Fault.from(reason, 'signer.absent', { code: 60_408, url: address.url });
  }
}

class SocketConnection implements ServiceConnection {
  readonly opened: Promise<void>;
  readonly #opened = deferred<void>();
  readonly #socket: WebSocket;
  readonly #address: ServiceAddress;
  readonly #clock: Clock;
  readonly #waiting = new Map<number, Deferred<ServiceAnswer>>();
  readonly #assembler = new BlockAssembler();
  #blocksToSend: string[] = [];
  #nextId = 1;
  #isEnded = false;

  constructor(socket: WebSocket, address: ServiceAddress, clock: Clock) {
    this.#socket = socket;
    this.#address = address;
    this.#clock = clock;
    this.opened = this.#opened.promise;
    // There may be no caller left when the connection ends.
    this.opened.catch(() => undefined);
    socket.on('message', (data: Buffer) => this.#take(data.toString('utf8')));
    socket.on('error', (reason) => this.#end(reason));
    socket.on('close', () => this.#end(null));
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  async request(method: string, args: Readonly<Record<string, string>>, signal: AbortSignal): Promise<ServiceAnswer> {
    if (this.#isEnded) throw this.#gone(null);
    const id = this.#nextId++;
    const answer = deferred<ServiceAnswer>();
    this.#waiting.set(id, answer);
    const request: ServiceRequest = { _method: method, _id: id, args };
    this.#send(JSON.stringify(request));
    try {
      const limit = {
        limitMs: this.#address.requestLimitMs,
        code: 'signer.absent',
        detail: { problem: 'silent', method },
      } as const;
      return await within(orAborted(answer.promise, signal), limit, this.#clock, signal);
    } finally {
      this.#waiting.delete(id);
    }
  }

  [Symbol.dispose](): void {
    this.#end(null);
    this.#socket.terminate();
  }

  #send(text: string): void {
    if (!needsBlocks(text)) {
      this.#socket.send(text);
      return;
    }
    const [first, ...rest] = toBlocks(text, randomUUID());
    this.#blocksToSend = rest;
    if (first !== undefined) this.#socket.send(first);
  }

  #take(text: string): void {
    if (!text.startsWith(BLOCK_MARK)) return this.#takeMessage(text);
    const result = this.#assembler.push(text);
    if (result.kind === 'complete') this.#takeMessage(result.text);
    else if (result.kind === 'more')
      this.#socket.send(
        JSON.stringify({
          _method: '_nextBlock',
          _id: 0,
          args: { guid: result.guid, block: String(result.blockNumber + 1) },
        }),
      );
    else this.#end(new Error('a damaged block'));
  }

  #takeMessage(text: string): void {
    const message = parseServiceMessage(text);
    if (message.kind === 'open') this.#opened.resolve();
    else if (message.kind === 'answer') this.#waiting.get(message.answer.id)?.resolve(message.answer);
    else if (message.kind === 'next-block') this.#sendNextBlock();
  }

  #sendNextBlock(): void {
    const [next, ...rest] = this.#blocksToSend;
    this.#blocksToSend = rest;
    if (next !== undefined) this.#socket.send(next);
  }

  #end(reason: Error | null): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    const fault = this.#gone(reason);
    this.#opened.reject(fault);
    for (const waiting of this.#waiting.values()) waiting.reject(fault);
    this.#socket.terminate();
  }

  #gone(reason: Error | null): Fault {
    return new Fault('signer.absent', { code: 60_408, url: this.#address.url }, reason);
  }
}
