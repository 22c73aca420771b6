import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message } from '../../packages/core/src/domain/message.js';
import type { Delivery, Session, Transport } from '../../packages/core/src/ports/transport.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { IBMMQ_DEFAULTS, type IbmmqSettings } from '../../packages/core/src/transports/ibmmq/settings.js';
import { createIbmmqTransport } from '../../packages/core/src/transports/ibmmq/transport.js';
import { buildMqClient } from '../support/mqi/build-client.js';
import { type MqSimulator, type MqSimulatorSettings, startMqSimulator } from '../support/mqi/simulator.js';

export { eventually } from '../support/mqi/world.js';

/** One test's own queue manager and the adapter's settings for it. */
export interface World extends AsyncDisposable {
  readonly directory: string;
  readonly simulator: MqSimulator;
  readonly settings: IbmmqSettings;
  transport(changes?: Partial<IbmmqSettings>): Transport;
}

/** Short limits, because what is waited for here is meant to happen. */
export async function createWorld(more: Partial<MqSimulatorSettings> = {}): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'swic-ibmmq-'));
  const simulator = await startMqSimulator({ directory, queues: [{ name: 'SEND' }, { name: 'RECV' }], ...more });
  const settings: IbmmqSettings = {
    ...IBMMQ_DEFAULTS,
    queueManager: simulator.queueManager,
    channel: simulator.channel,
    connectionName: simulator.connectionName,
    clientLibrary: simulator.libraryDir,
    clientEntry: buildMqClient(),
    heartbeatMs: 200,
    heartbeatLimitMs: 2_000,
  };
  return {
    directory,
    simulator,
    settings,
    transport: (changes = {}) => createIbmmqTransport({ ...settings, ...changes }, { clock: systemClock }),
    async [Symbol.asyncDispose]() {
      await simulator.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export const never = new AbortController().signal;

export function message(id: string, body: string | Uint8Array = id): Message {
  return {
    id,
    type: '',
    contentType: 'application/xml',
    headers: {},
    sentAtMs: null,
    body: typeof body === 'string' ? Buffer.from(body) : body,
  };
}

/** The answer of a send as one word: `sent`, or the code of its fault. */
export async function answerOf(sending: Promise<void>): Promise<string> {
  try {
    await sending;
    return 'sent';
  } catch (reason) {
    return (reason as { readonly code: string }).code;
  }
}

/** An iteration that a test steps through by hand. */
export function receive(
  session: Session,
  queue: string,
  prefetch: number,
  signal: AbortSignal = never,
): AsyncIterator<Delivery> {
  return session.receive(queue, { prefetch }, signal)[Symbol.asyncIterator]();
}

export async function next(iterator: AsyncIterator<Delivery>): Promise<Delivery> {
  const { done, value } = await iterator.next();
  if (done === true) throw new Error('the iteration has ended');
  return value;
}

export const text = (delivery: Delivery): string => Buffer.from(delivery.message.body).toString();

/** The process ids of those who are connected, apart from each other. */
export async function connectedProcesses(simulator: MqSimulator): Promise<readonly number[]> {
  return [...new Set((await simulator.connections()).map(({ processId }) => processId))];
}

export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
