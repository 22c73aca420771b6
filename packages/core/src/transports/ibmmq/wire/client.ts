import { type ChildProcess, fork } from 'node:child_process';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../../contract/fault.js';
import { withDeadline } from '../../../runtime/deadline.js';
import { createDeferred, type Deferred } from '../../../runtime/deferred.js';
import { clientEndFault, ibmmqFault } from '../faults.js';
import type { IbmmqSettings } from '../settings.js';
import { clientEnvironment } from './environment.js';
import type { ConnectionOrder, Report, RequestKind, Requests } from './protocol.js';

/** How much of a dying process's standard error is kept to explain its end. */
const LAST_WORDS_MAX = 2_000;
/** A good-bye takes one slice of a waiting MQGET and a round trip or two. */
const GOODBYE_MS = 3_000;

/** What a client process says by itself. */
export type Notice = Exclude<Report, { readonly kind: 'done' | 'failed' }>;

/** One client process. It ends once; a caller that needs another starts another. */
export class Client implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Deferred<unknown>>();
  readonly #exited = createDeferred<Fault>();
  readonly #onNotice: (notice: Notice) => void;
  #end: Fault | null = null;
  #nextId = 1;
  #lastWords = '';
  #closing: Promise<void> | null = null;

  constructor(child: ChildProcess, onNotice: (notice: Notice) => void) {
    this.#child = child;
    this.#onNotice = onNotice;
    child.on('message', (report) => this.#take(report as Report));
    child.on('error', (reason) => this.#finish(new Fault('transport.closed', { problem: 'client-process' }, reason)));
    // Not 'exit': its last words may still be in the pipe then.
    child.once('close', (exitCode, signal) =>
      this.#finish(clientEndFault({ exitCode, signal, lastWords: this.#lastWords.trim() })),
    );
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS_MAX);
    });
  }

  /** Resolves when the process has ended, with what that would mean for a session that needs it. */
  get exited(): Promise<Fault> {
    return this.#exited.promise;
  }

  /**
   * Rejects with the Fault of what the client process reported, with `transport.closed` when it ended over it, and with
   * `transport.timeout` when it did not answer in time: then it hangs in the library and is killed.
   */
  async request<K extends RequestKind>(
    kind: K,
    order: Requests[K]['order'],
    limitMs: number,
  ): Promise<Requests[K]['result']> {
    if (this.#end !== null) throw this.#end;
    const id = this.#nextId++;
    const answer = createDeferred<unknown>();
    this.#waiting.set(id, answer);
    this.#child.send({ id, kind, order }, (reason) => {
      if (reason !== null)
        answer.reject(this.#end ?? new Fault('transport.closed', { problem: 'client-process' }, reason));
    });
    try {
      return (await withDeadline(answer.promise, limitMs, 'transport.timeout')) as Requests[K]['result'];
    } catch (reason) {
      const fault = Fault.from(reason, 'transport.closed');
      if (fault.code === 'transport.timeout') this.kill();
      throw fault;
    } finally {
      this.#waiting.delete(id);
    }
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** A good-bye in good order; killed when it takes too long. Never throws. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    try {
      if (this.#end === null) await this.request('close', null, GOODBYE_MS);
      await withDeadline(this.exited, GOODBYE_MS, 'transport.timeout');
    } catch {
      // Gone already, or unable to say good-bye: what is uncommitted is backed out either way.
      this.kill();
    }
    await this.exited;
  }

  #take(report: Report): void {
    if (report.kind === 'done') this.#waiting.get(report.id)?.resolve(report.result);
    else if (report.kind === 'failed') this.#waiting.get(report.id)?.reject(ibmmqFault(report.failure));
    else this.#onNotice(report);
  }

  #finish(fault: Fault): void {
    if (this.#end !== null) return;
    this.#end = fault;
    for (const answer of this.#waiting.values()) answer.reject(fault);
    this.#exited.resolve(fault);
  }
}

/** Starts a client process and loads the library in it. Rejects with `transport.client-missing` where it cannot be loaded. */
export async function startClient(
  settings: IbmmqSettings,
  onNotice: (notice: Notice) => void,
  signal: AbortSignal,
): Promise<Client> {
  if (signal.aborted) throw new Fault('operation.aborted');
  const child = fork(settings.clientEntry ?? builtEntry(), [], {
    env: clientEnvironment(process.env, settings),
    execArgv: [],
    // Bodies cross as bytes; JSON would blow them up.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const client = new Client(child, onNotice);
  const abort = (): void => client.kill();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await client.request('load', null, settings.connectTimeoutMs);
    return client;
  } catch (reason) {
    await client[Symbol.asyncDispose]();
    throw signal.aborted ? new Fault('operation.aborted') : reason;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** The settings that a client process needs to connect. */
export function connectionOrder(settings: IbmmqSettings): ConnectionOrder {
  const { queueManager, channel, connectionName, username, password, tls, ccsid, maxMessageBytes } = settings;
  return { queueManager, channel, connectionName, username, password, tls, ccsid, maxMessageBytes };
}

/** Node runs built files only: where this runs from its sources, as in tests, the build beside them is meant. */
function builtEntry(): string {
  const entry = fileURLToPath(new URL('../client/entry.js', import.meta.url));
  return entry.replace(`${sep}src${sep}transports${sep}`, `${sep}dist${sep}transports${sep}`);
}
