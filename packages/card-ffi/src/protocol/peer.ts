import type { Duplex } from 'node:stream';
import { deferred } from '../runtime/deferred.js';
import { encodeFrame, FrameReader } from './frames.js';

/** Facts of a failure as they cross the wire: no optional fields, null where there is nothing to say. */
export interface WireFault {
  readonly code: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
  readonly reason: string | null;
}

export type WireMessage =
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown; readonly fault: WireFault | null };

/** The other side answered with a failure. */
export class PeerFault extends Error {
  override readonly name = 'PeerFault';
  readonly fault: WireFault;

  constructor(fault: WireFault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** The connection ended before the answer came: whether the other side did the work is unknown. */
export class PeerGone extends Error {
  override readonly name = 'PeerGone';
}

/** Answers one request; throws PeerFault for a failure that the other side may know. */
export type PeerHandler = (method: string, params: unknown) => Promise<unknown>;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * One side of a framed connection: requests with ids, answers in any order, and every waiting request
 * rejected with PeerGone the moment the connection ends. open ──stream ended, broken or dispose──▶ gone
 */
export class Peer {
  readonly ended: Promise<void>;
  #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #isGone = false;
  readonly #stream: Duplex;
  readonly #handler: PeerHandler;

  constructor(stream: Duplex, handler: PeerHandler) {
    this.#stream = stream;
    this.#handler = handler;
    const reader = new FrameReader();
    const ended = deferred<void>();
    this.ended = ended.promise;
    stream.on('data', (chunk: Buffer) => this.#read(reader, chunk));
    // An error is always followed by close; the error itself tells nothing that "gone" does not.
    stream.on('error', () => stream.destroy());
    stream.on('close', () => {
      this.#end();
      ended.resolve();
    });
    stream.on('end', () => stream.destroy());
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** Rejects with PeerFault, PeerGone or the signal's reason. Aborting forgets the answer; it does not stop the work. */
  async request(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    if (this.#isGone) throw new PeerGone('the connection has ended');
    const id = this.#nextId++;
    const frame = encodeFrame({ kind: 'request', id, method, params } satisfies WireMessage);
    return new Promise((resolve, reject) => {
      const forget = (): void => {
        this.#waiting.delete(id);
        signal.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => {
        forget();
        reject(reasonOf(signal));
      };
      this.#waiting.set(id, {
        resolve: (value) => (forget(), resolve(value)),
        reject: (reason) => (forget(), reject(reason)),
      });
      signal.addEventListener('abort', onAbort, { once: true });
      this.#stream.write(frame);
    });
  }

  /** Ends the connection now; waiting requests are rejected. */
  destroy(): void {
    this.#stream.destroy();
    this.#end();
  }

  #write(message: WireMessage): void {
    const frame = encodeFrame(message);
    if (!this.#isGone) this.#stream.write(frame);
  }

  #read(reader: FrameReader, chunk: Buffer): void {
    try {
      for (const value of reader.push(chunk)) this.#take(value);
    } catch {
      // A side that sends garbage cannot be understood any more: the end of the connection is the report.
      this.#stream.destroy();
    }
  }

  #take(value: unknown): void {
    const message = parseMessage(value);
    if (message === undefined) {
      this.#stream.destroy();
    } else if (message.kind === 'request') {
      // It cannot reject: every failure becomes an answer.
      void this.#answer(message.id, message.method, message.params);
    } else {
      const waiting = this.#waiting.get(message.id);
      if (message.fault === null) waiting?.resolve(message.result);
      else waiting?.reject(new PeerFault(message.fault));
    }
  }

  async #answer(id: number, method: string, params: unknown): Promise<void> {
    try {
      const result = await this.#handler(method, params);
      this.#write({ kind: 'answer', id, result: result ?? null, fault: null });
    } catch (reason) {
      // Only a PeerFault was made to be told; any other text may hold what must stay on this side.
      const fault = reason instanceof PeerFault ? reason.fault : { code: 'internal', detail: {}, reason: null };
      this.#write({ kind: 'answer', id, result: null, fault });
    }
  }

  #end(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    for (const waiting of [...this.#waiting.values()]) waiting.reject(new PeerGone('the connection has ended'));
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}

function parseMessage(value: unknown): WireMessage | undefined {
  if (
    typeof value !== 'object' ||
    value === null ||
    !('kind' in value) ||
    !('id' in value) ||
    typeof value.id !== 'number'
  )
    return undefined;
  if (value.kind === 'request' && 'method' in value && typeof value.method === 'string' && 'params' in value) {
    return { kind: 'request', id: value.id, method: value.method, params: value.params };
  }
  if (value.kind === 'answer' && 'result' in value && 'fault' in value) {
    return { kind: 'answer', id: value.id, result: value.result, fault: parseWireFault(value.fault) };
  }
  return undefined;
}

function parseWireFault(value: unknown): WireFault | null {
  if (value === null) return null;
  const unknown: WireFault = { code: 'internal', detail: {}, reason: null };
  if (typeof value !== 'object' || !('code' in value) || typeof value.code !== 'string') return unknown;
  const reason = 'reason' in value && typeof value.reason === 'string' ? value.reason : null;
  return { code: value.code, detail: parseDetail('detail' in value ? value.detail : null), reason };
}

function parseDetail(value: unknown): WireFault['detail'] {
  if (typeof value !== 'object' || value === null) return {};
  const plain = (one: unknown): one is string | number | boolean | null =>
    one === null || typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean';
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string | number | boolean | null] => plain(entry[1])),
  );
}
