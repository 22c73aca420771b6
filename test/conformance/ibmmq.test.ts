import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { IBMMQ_DEFAULTS, type IbmmqSettings } from '../../packages/core/src/transports/ibmmq/settings.js';
import { createTransport } from '../../packages/core/src/transports/registry.js';
import { buildMqClient } from '../support/mqi/build-client.js';
import { type MqSimulator, startMqSimulator } from '../support/mqi/simulator.js';
import { defineTransportSuite } from './transport-suite.js';

const MAX_MESSAGE_BYTES = 6 * 1024 * 1024;

/** Two for each world of the suite; nothing in one is seen by another. */
const QUEUES = 200;
let taken = 0;
let shared: ReturnType<typeof startSimulator> | null = null;

afterAll(async () => {
  if (shared === null) return;
  const { simulator, directory } = await shared;
  await simulator.stop();
  await rm(directory, { recursive: true, force: true });
});

// The real npm package over the simulated queue manager of test/support/mqi; its README says what that proves.
defineTransportSuite('ibmmq', {
  facts: {
    missingQueue: 'unroutable',
    deliveryCounts: 'exact',
    tellsOthers: false,
    seesAcceptance: false,
    carries: 'id-mark-and-body',
    maxMessageBytes: MAX_MESSAGE_BYTES,
  },
  async openWorld() {
    shared ??= startSimulator();
    const { simulator } = await shared;
    const [queue, otherQueue] = [`Q.${taken++}`, `Q.${taken++}`];
    const settings: IbmmqSettings = {
      ...IBMMQ_DEFAULTS,
      queueManager: simulator.queueManager,
      channel: simulator.channel,
      connectionName: simulator.connectionName,
      username: 'swic',
      password: 'synthetic',
      clientLibrary: simulator.libraryDir,
      clientEntry: buildMqClient(),
      maxMessageBytes: MAX_MESSAGE_BYTES,
      testQueues: { send: [queue], receive: [otherQueue] },
    };
    return {
      transport: await createTransport(settings, { clock: systemClock }),
      transportFor: (use) => createTransport({ ...settings, use }, { clock: systemClock }),
      queue,
      otherQueue,
      missingQueue: 'NO.SUCH.QUEUE',
      // The queue manager stays for the next world, whose queues are others.
      async [Symbol.asyncDispose]() {},
    };
  },
});

async function startSimulator(): Promise<{ readonly simulator: MqSimulator; readonly directory: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'swic-ibmmq-'));
  const simulator = await startMqSimulator({
    directory,
    messageMax: MAX_MESSAGE_BYTES,
    users: [{ name: 'swic', password: 'synthetic' }],
    queues: Array.from({ length: QUEUES }, (_, number) => ({
      name: `Q.${number}`,
      maxDepth: 100_000,
      maxLength: MAX_MESSAGE_BYTES,
      isPersistentByDefault: true,
    })),
  });
  return { simulator, directory };
}
