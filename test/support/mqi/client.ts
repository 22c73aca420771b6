/** IBM MQ simulator: drives client-process.mjs, an application above the real npm package `ibmmq`, from a test. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { MqSimulator } from './simulator.js';

const CLIENT = fileURLToPath(new URL('./client-process.mjs', import.meta.url));

/** A verb that failed, with MQ's reason code; `reason` is 0 when the error was not MQ's. */
export class MqClientError extends Error {
  override readonly name = 'MqClientError';

  constructor(
    readonly reason: number,
    readonly verb: string,
    message: string,
  ) {
    super(message);
  }
}

export interface MqConnectSettings {
  readonly queueManager: string;
  readonly channel: string;
  readonly connectionName: string;
  readonly username?: string;
  readonly password?: string;
  readonly cipherSpec?: string;
  readonly keyRepository?: string;
  readonly certificateLabel?: string;
}

export interface MqPut {
  readonly body: Buffer;
  readonly isUnderSyncpoint?: boolean;
  readonly isPersistent?: boolean;
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly expiry?: number;
  readonly ccsid?: number;
  readonly format?: string;
}

export interface MqGet {
  /** Names of MQGMO options. */
  readonly options: readonly string[];
  readonly waitMs?: number;
  readonly bufferLength?: number;
  readonly messageId?: string;
  readonly correlationId?: string;
}

export interface MqGot {
  readonly reason: number;
  readonly length: number;
  readonly body: Buffer;
  readonly messageId: string;
  readonly correlationId: string;
  readonly backoutCount: number;
  readonly persistence: number;
  readonly ccsid: number;
  readonly format: string;
  readonly expiry: number;
  readonly putDate: string;
  readonly putTime: string;
}

/** One process. Numbers are its handles: of a connection, or of an open queue. */
export interface MqClient extends AsyncDisposable {
  readonly processId: number;
  connect(settings: MqConnectSettings): Promise<number>;
  open(connection: number, queue: string, options: readonly string[]): Promise<number>;
  put(object: number, message: MqPut): Promise<{ readonly messageId: string; readonly resolvedQueue: string }>;
  get(object: number, how: MqGet): Promise<MqGot>;
  /** Any other order of client-process.mjs. */
  order(order: string, args: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** kill -9. */
  kill(): Promise<void>;
  /** How the process ended: a signal, or an exit code. */
  ended(): Promise<string>;
}

/** Starts a process with the simulated library in its path and the package loaded. */
export async function startMqClient(environment: Readonly<Record<string, string>>): Promise<MqClient> {
  const client = new ForkedClient(environment);
  await client.order('load', {});
  return client;
}

/** As a well-configured client would connect to this simulator. */
export function connectSettings(simulator: MqSimulator): MqConnectSettings {
  const { queueManager, channel, connectionName } = simulator;
  return { queueManager, channel, connectionName };
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly reason: number; readonly verb: string; readonly message: string };
}

class ForkedClient implements MqClient {
  readonly #child: ChildProcess;
  readonly #exit: Promise<string>;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(reason: Error): void }>();
  #nextId = 1;

  constructor(environment: Readonly<Record<string, string>>) {
    // The standard error of a client that is told to crash says so; the test asks for the signal, not for the words.
    this.#child = fork(CLIENT, [], {
      execArgv: [],
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('message', (answer) => this.#settle(answer as Answer));
    this.#exit = once(this.#child, 'exit').then(([code, signal]) => String(signal ?? code));
    this.#child.once('exit', (code, signal) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`the client process ended: ${signal ?? code}`));
    });
  }

  get processId(): number {
    return this.#child.pid ?? 0;
  }

  async connect(settings: MqConnectSettings): Promise<number> {
    return (await this.order('connect', { ...settings })) as number;
  }

  async open(connection: number, queue: string, options: readonly string[]): Promise<number> {
    return (await this.order('open', { connection, queue, options })) as number;
  }

  async put(object: number, message: MqPut): Promise<{ readonly messageId: string; readonly resolvedQueue: string }> {
    const value = await this.order('put', { object, ...message, body: message.body.toString('base64') });
    return value as { messageId: string; resolvedQueue: string };
  }

  async get(object: number, how: MqGet): Promise<MqGot> {
    const value = (await this.order('get', { object, ...how })) as MqGot & { readonly body: unknown };
    return { ...value, body: Buffer.from(String(value.body), 'base64') };
  }

  order(order: string, args: Readonly<Record<string, unknown>>): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, order, args });
    });
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  ended(): Promise<string> {
    return this.#exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.kill();
  }

  #settle({ id, value, error }: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new MqClientError(error.reason, error.verb, error.message));
  }
}
