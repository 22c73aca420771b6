/**
 * IBM MQ simulator: what a test starts. A simulated queue manager in a process of its own and a simulated client
 * library for the npm package `ibmmq`; see README.md for what that proves and what it does not.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildMqLibrary } from './build.js';
import { sendOrder } from './control-client.js';

const MAIN = fileURLToPath(new URL('./queue-manager/main.mjs', import.meta.url));
const HOST = '127.0.0.1';

export type MqVerb =
  | 'MQCONNX'
  | 'MQDISC'
  | 'MQOPEN'
  | 'MQCLOSE'
  | 'MQPUT'
  | 'MQPUT1'
  | 'MQGET'
  | 'MQINQ'
  | 'MQSET'
  | 'MQCMIT'
  | 'MQBACK';

/** `before`: the verb has no effect. `after`: it has its whole effect and only the answer is lost or false. */
export type MqFaultMoment = 'before' | 'after';

export type MqFaultAct =
  | { readonly kind: 'fail'; readonly reason: number; readonly when: MqFaultMoment }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'hang'; readonly when: MqFaultMoment }
  | { readonly kind: 'crash'; readonly how: 'abort' | 'segmentation-fault'; readonly when: MqFaultMoment }
  | { readonly kind: 'break'; readonly when: MqFaultMoment };

export interface MqFault {
  readonly verb: MqVerb | '*';
  /** null: any. For MQCMIT, MQBACK and MQDISC: a queue that the unit of work touched. */
  readonly queue: string | null;
  /** So many matching calls pass first. */
  readonly skip: number;
  /** So many are hit then; null: all. */
  readonly count: number | null;
  readonly act: MqFaultAct;
}

/** Only the name must be given; the rest is as MQ's default local queue has it. */
export interface MqQueueSettings {
  readonly name: string;
  readonly maxDepth?: number;
  readonly maxLength?: number;
  readonly backoutThreshold?: number;
  readonly backoutQueue?: string;
  readonly isPersistentByDefault?: boolean;
  readonly isPutInhibited?: boolean;
  readonly isGetInhibited?: boolean;
}

export interface MqSimulatorSettings {
  /** Journal and control file; kept, so that a second simulator on it finds the messages of the first. */
  readonly directory: string;
  readonly queues: readonly MqQueueSettings[];
  readonly queueManager?: string;
  readonly channel?: string;
  /** Empty or absent: no client is asked for a password. */
  readonly users?: readonly { readonly name: string; readonly password: string }[];
  /** The channel demands this CipherSpec. Nothing is encrypted: only the names are compared. */
  readonly tls?: { readonly cipherSpec: string } | null;
  /** The queue manager's own limit of a message; 4 MB, as MQ's default. */
  readonly messageMax?: number;
  /** fdatasync at every commit; without it a commit survives a kill of the process, not of the machine. */
  readonly isSynced?: boolean;
}

/** A message as it is on a queue; bodies as bytes. */
export interface MqSimulatedMessage {
  readonly messageId: string;
  readonly correlationId: string;
  readonly backoutCount: number;
  readonly isPersistent: boolean;
  readonly ccsid: number;
  readonly format: string;
  readonly expiry: number;
  readonly putDate: string;
  readonly putTime: string;
  readonly putApplicationName: string;
  readonly user: string;
  readonly body: Buffer;
}

/** What a client said of itself in MQCONNX, accepted or not. */
export interface MqIntroduction {
  readonly queueManager: string;
  readonly channel: string;
  readonly connectionName: string;
  readonly username: string;
  readonly password: string;
  readonly cipherSpec: string;
  readonly peerName: string;
  readonly keyRepository: string;
  readonly certificateLabel: string;
  readonly applicationName: string;
  readonly ccsid: string;
  readonly processId: number;
  readonly heartbeatSeconds: number;
}

/** A connection that is open now. */
export interface MqOpenConnection {
  readonly processId: number;
  readonly isWaiting: boolean;
  readonly uncommittedPuts: number;
  readonly uncommittedGets: number;
}

export interface MqSimulator extends AsyncDisposable {
  readonly queueManager: string;
  readonly channel: string;
  readonly port: number;
  /** As the client wants it: `127.0.0.1(1414)`. The port stays the same across restarts. */
  readonly connectionName: string;
  readonly libraryDir: string;
  /** For the process that loads `ibmmq`: it must be there when the process starts. */
  readonly environment: Readonly<Record<string, string>>;
  setFaults(faults: readonly MqFault[]): Promise<void>;
  clearFaults(): Promise<void>;
  /** How often each fault hit, in the order of setFaults. */
  faultHits(): Promise<readonly number[]>;
  depth(queue: string): Promise<number>;
  browse(queue: string): Promise<readonly MqSimulatedMessage[]>;
  alter(queue: string, changes: Omit<MqQueueSettings, 'name'>): Promise<void>;
  calls(): Promise<Readonly<Partial<Record<MqVerb, number>>>>;
  connects(): Promise<readonly MqIntroduction[]>;
  connections(): Promise<readonly MqOpenConnection[]>;
  /** kill -9 of the queue manager. */
  kill(): Promise<void>;
  /** Starts it again on the same port and journal; kills it first when it runs. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Builds the library if need be and starts a simulated queue manager.
 *
 * @throws Error when there is no C compiler, or the queue manager does not start.
 */
export async function startMqSimulator(settings: MqSimulatorSettings): Promise<MqSimulator> {
  const libraryDir = await buildMqLibrary();
  const whole = { queueManager: 'SIMQM', channel: 'SWIC.SVRCONN', ...settings };
  const first = await startProcess({ ...whole, port: 0 });
  return new SimulatedQueueManager(whole, libraryDir, first);
}

/** A fault with the usual answers to what is not said: any queue, at once, every time. */
export function mqFault(verb: MqFault['verb'], act: MqFaultAct, more: Partial<MqFault> = {}): MqFault {
  return { verb, queue: null, skip: 0, count: null, act, ...more };
}

/** The commonest fault: the verb gives this reason code and has no effect. */
export function mqFailure(verb: MqFault['verb'], reason: number, more: Partial<MqFault> = {}): MqFault {
  return mqFault(verb, { kind: 'fail', reason, when: 'before' }, more);
}

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
}

type WholeSettings = MqSimulatorSettings & { readonly queueManager: string; readonly channel: string };

class SimulatedQueueManager implements MqSimulator {
  readonly queueManager: string;
  readonly channel: string;
  readonly port: number;
  readonly connectionName: string;
  readonly libraryDir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly #settings: WholeSettings;
  #running: Running | null;
  #generation = 0;

  constructor(settings: WholeSettings, libraryDir: string, running: Running) {
    this.queueManager = settings.queueManager;
    this.channel = settings.channel;
    this.port = running.port;
    this.connectionName = `${HOST}(${running.port})`;
    this.libraryDir = libraryDir;
    const inherited = process.env['LD_LIBRARY_PATH'];
    this.environment = { LD_LIBRARY_PATH: inherited === undefined ? libraryDir : `${libraryDir}:${inherited}` };
    this.#settings = settings;
    this.#running = running;
  }

  async setFaults(faults: readonly MqFault[]): Promise<void> {
    // The generation makes every text a new one, so that the counters start anew.
    this.#generation += 1;
    await fs.writeFile(controlFile(this.#settings), JSON.stringify({ generation: this.#generation, rules: faults }));
    await this.#order('reload-faults');
  }

  async clearFaults(): Promise<void> {
    await this.setFaults([]);
  }

  async faultHits(): Promise<readonly number[]> {
    return (await this.#order('fault-hits')) as readonly number[];
  }

  async depth(queue: string): Promise<number> {
    return (await this.#order('depth', { queue })) as number;
  }

  async browse(queue: string): Promise<readonly MqSimulatedMessage[]> {
    const found = (await this.#order('browse', { queue })) as readonly (Omit<MqSimulatedMessage, 'body'> & {
      body: string;
    })[];
    return found.map((message) => ({ ...message, body: Buffer.from(message.body, 'base64') }));
  }

  async alter(queue: string, changes: Omit<MqQueueSettings, 'name'>): Promise<void> {
    await this.#order('alter', { queue, changes });
  }

  async calls(): Promise<Readonly<Partial<Record<MqVerb, number>>>> {
    return (await this.#order('calls')) as Partial<Record<MqVerb, number>>;
  }

  async connects(): Promise<readonly MqIntroduction[]> {
    return (await this.#order('connects')) as readonly MqIntroduction[];
  }

  async connections(): Promise<readonly MqOpenConnection[]> {
    return (await this.#order('open')) as readonly MqOpenConnection[];
  }

  async kill(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running === null || running.child.exitCode !== null || running.child.signalCode !== null) return;
    // Waited for now, so it keeps the process alive until it is gone.
    running.child.ref();
    const exit = once(running.child, 'exit');
    running.child.kill('SIGKILL');
    await exit;
  }

  async restart(): Promise<void> {
    await this.kill();
    this.#running = await startProcess({ ...this.#settings, port: this.port });
  }

  async stop(): Promise<void> {
    // Every commit is in the journal already, so there is nothing that a kill could take away.
    await this.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #order(order: string, more: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    return sendOrder(this.port, { order, ...more });
  }
}

function controlFile(settings: MqSimulatorSettings): string {
  return path.join(settings.directory, 'faults.json');
}

async function startProcess(settings: WholeSettings & { readonly port: number }): Promise<Running> {
  const child = fork(MAIN, [JSON.stringify(settings)], {
    execArgv: [],
    env: { ...process.env, SWIC_MQSIM_CONTROL: controlFile(settings) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { readonly port: number }).port));
    child.once('exit', (code) => reject(new Error(`the simulated queue manager did not start (exit ${code})`)));
  });
  // The tests may end without a stop: the pipe alone must not keep their process alive.
  child.unref();
  child.channel?.unref();
  return { child, port };
}
