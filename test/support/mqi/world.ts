/** IBM MQ simulator: the world of one of its tests: a directory, a simulated queue manager, clients; all gone at the end. */

import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { connectSettings, type MqClient, startMqClient } from './client.js';
import { type MqSimulator, type MqSimulatorSettings, startMqSimulator } from './simulator.js';

export interface MqWorld extends AsyncDisposable {
  readonly directory: string;
  readonly simulator: MqSimulator;
  /** A new process with the library loaded. */
  client(): Promise<MqClient>;
  /** A new process, connected, with the queue open as the options say. */
  opened(queue: string, ...options: readonly string[]): Promise<OpenedClient>;
}

export interface OpenedClient {
  readonly client: MqClient;
  readonly connection: number;
  readonly object: number;
}

/** Queues by name, or with settings; queue A alone when nothing is said. */
export async function createMqWorld(settings: Partial<MqSimulatorSettings> = {}): Promise<MqWorld> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'swic-mqsim-'));
  const simulator = await startMqSimulator({ directory, queues: [{ name: 'A' }], ...settings });
  const clients: MqClient[] = [];
  const client = async (): Promise<MqClient> => {
    const started = await startMqClient(simulator.environment);
    clients.push(started);
    return started;
  };
  return {
    directory,
    simulator,
    client,
    async opened(queue, ...options) {
      const started = await client();
      const connection = await started.connect(connectSettings(simulator));
      return { client: started, connection, object: await started.open(connection, queue, options) };
    },
    async [Symbol.asyncDispose]() {
      for (const started of clients) await started[Symbol.asyncDispose]();
      await simulator.stop();
      await fs.rm(directory, { recursive: true, force: true });
    },
  };
}

/** Asks again until the answer satisfies, for at most five seconds. */
export async function eventually<T>(ask: () => Promise<T>, isSatisfied: (answer: T) => boolean): Promise<T> {
  const until = Date.now() + 5_000;
  for (;;) {
    const answer = await ask();
    if (isSatisfied(answer)) return answer;
    if (Date.now() > until) throw new Error(`it never happened; the last answer was ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
