import type { Duplex } from 'node:stream';
import {
  createMessageConnection,
  ErrorCodes,
  Message,
  type MessageConnection,
  type MessageStrategy,
  NullLogger,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { deferred } from '../runtime/deferred.js';
import { decodingOf, encodingOf, FRAME_OCTETS_MAX, FrameError } from './frames.js';

/** Facts of a failure as they cross the wire: no optional fields, null where there is nothing to say. */
export interface WireFault {
  readonly code: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
  readonly reason: string | null;
}

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

/** The application's own range of JSON-RPC's error codes; what went wrong is in the data. */
const FAULT_ERROR_CODE = -32_000;
/** Of a header, and of what came with the message before. */
const SLACK_OCTETS = 1024 * 1024;

/**
 * One side of a connection of JSON-RPC: answers in any order, and every waiting request rejected with PeerGone the moment the
 * connection ends. What the other side sends and no one can understand ends it.
 *
 *     open ──stream ended, broken or dispose──▶ gone
 */
export class Peer {
  readonly ended: Promise<void>;
  readonly #waiting = new Set<(reason: Error) => void>();
  readonly #stream: Duplex;
  readonly #connection: MessageConnection;
  #unreadOctets = 0;
  #isGone = false;

  constructor(stream: Duplex, handler: PeerHandler, octetsMax: number = FRAME_OCTETS_MAX) {
    this.#stream = stream;
    const ended = deferred<void>();
    this.ended = ended.promise;
    // Before the library reads: what no message comes out of must not fill the memory.
    stream.on('data', (chunk: Buffer) => {
      this.#unreadOctets += chunk.length;
      if (this.#unreadOctets > octetsMax + SLACK_OCTETS) stream.destroy();
    });
    const reader = new StreamMessageReader(
      stream,
      decodingOf(() => {
        this.#unreadOctets = 0;
      }),
    );
    // Its timer would outlive a connection that ends in the middle of a message.
    reader.partialMessageTimeout = 0;
    const cutOff = (): void => void stream.destroy();
    const handleMessage: MessageStrategy['handleMessage'] = (message, next) => {
      if (Message.isRequest(message) || Message.isResponse(message)) return next(message);
      cutOff();
    };
    const writer = new StreamMessageWriter(stream, encodingOf(octetsMax));
    this.#connection = createMessageConnection(reader, writer, NullLogger, { messageStrategy: { handleMessage } });
    this.#connection.onError(([reason]) => {
      // One of ours that is too large was not written: its caller is told, and the connection goes on.
      if (!(reason instanceof FrameError)) cutOff();
    });
    this.#connection.onRequest((method, params) => answerOf(handler, method, params));
    // An error is always followed by close; the error itself tells nothing that "gone" does not.
    stream.on('error', cutOff);
    stream.on('end', cutOff);
    stream.on('close', () => {
      this.#end();
      ended.resolve();
    });
    this.#connection.listen();
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /**
   * Rejects with PeerFault, PeerGone, FrameError or the signal's reason. Aborting forgets the answer; it does not stop the work.
   */
  async request(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    if (this.#isGone) throw new PeerGone('the connection has ended');
    return new Promise((resolve, reject) => {
      const forget = (): void => {
        this.#waiting.delete(fail);
        signal.removeEventListener('abort', onAbort);
      };
      const fail = (reason: Error): void => {
        forget();
        reject(reason);
      };
      const onAbort = (): void => fail(reasonOf(signal));
      this.#waiting.add(fail);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#connection.sendRequest<Value>(method, { value: params } satisfies Value).then(
        ({ value }) => {
          forget();
          resolve(value);
        },
        (reason: unknown) => fail(failureOf(reason)),
      );
    });
  }

  /** Ends the connection now; waiting requests are rejected. */
  destroy(): void {
    this.#stream.destroy();
    this.#end();
  }

  #end(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    for (const fail of [...this.#waiting]) fail(new PeerGone('the connection has ended'));
  }
}

/** Parameters and results are wrapped: JSON-RPC has no place for a bare text or number. */
interface Value {
  readonly value: unknown;
}

async function answerOf(handler: PeerHandler, method: string, params: unknown): Promise<Value> {
  try {
    const value = await handler(method, recordOf(params)['value'] ?? null);
    return { value: value ?? null };
  } catch (reason) {
    // Only a PeerFault was made to be told; any other text may hold what must stay on this side.
    const fault = reason instanceof PeerFault ? reason.fault : { code: 'internal', detail: {}, reason: null };
    throw new ResponseError(FAULT_ERROR_CODE, fault.code, fault);
  }
}

/** Why a request was not answered. An answer of another kind than a fault comes from the library, over what it could not do. */
function failureOf(reason: unknown): Error {
  if (reason instanceof ResponseError && reason.code === FAULT_ERROR_CODE)
    return new PeerFault(parseWireFault(reason.data));
  if (reason instanceof ResponseError && reason.code === ErrorCodes.MessageWriteError)
    return new FrameError(reason.message);
  return reason instanceof Error ? reason : new Error('no answer');
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}

function parseWireFault(value: unknown): WireFault {
  const { code, detail, reason } = recordOf(value);
  if (typeof code !== 'string') return { code: 'internal', detail: {}, reason: null };
  return { code, detail: parseDetail(detail), reason: typeof reason === 'string' ? reason : null };
}

function parseDetail(value: unknown): WireFault['detail'] {
  const plain = (one: unknown): one is string | number | boolean | null =>
    one === null || typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean';
  return Object.fromEntries(
    Object.entries(recordOf(value)).filter((entry): entry is [string, string | number | boolean | null] =>
      plain(entry[1]),
    ),
  );
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
