import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { IBMMQ_DEFAULTS, type IbmmqSettings } from '../../packages/core/src/transports/ibmmq/settings.js';
import { createTransport } from '../../packages/core/src/transports/registry.js';
import { buildMqClient } from '../support/mqi/build-client.js';
import { startMqSimulator } from '../support/mqi/simulator.js';
import { defineTransportSuite } from './transport-suite.js';

const MAX_MESSAGE_BYTES = 6 * 1024 * 1024;

// The real npm package over the simulated queue manager of test/support/mqi; its README says what that proves.
defineTransportSuite('ibmmq', {
  facts: {
    missingQueue: 'unroutable',
    deliveryCounts: 'exact',
    carries: 'id-mark-and-body',
    maxMessageBytes: MAX_MESSAGE_BYTES,
  },
  async openWorld() {
    const directory = await mkdtemp(join(tmpdir(), 'swic-ibmmq-'));
    const queue = { maxDepth: 100_000, maxLength: MAX_MESSAGE_BYTES, isPersistentByDefault: true };
    const simulator = await startMqSimulator({
      directory,
      messageMax: MAX_MESSAGE_BYTES,
      users: [{ name: 'swic', password: 'synthetic' }],
      queues: [
        { ...queue, name: 'SW.SEND' },
        { ...queue, name: 'SW.RECV' },
      ],
    });
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
      testQueues: { send: ['SW.SEND'], receive: ['SW.RECV'] },
    };
    return {
      transport: await createTransport(settings, { clock: systemClock }),
      queue: 'SW.SEND',
      otherQueue: 'SW.RECV',
      missingQueue: 'NO.SUCH.QUEUE',
      async [Symbol.asyncDispose]() {
        await simulator.stop();
        await rm(directory, { recursive: true, force: true });
      },
    };
  },
});
