import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { EMBEDDED_DEFAULTS } from '../../packages/core/src/transports/embedded/settings.js';
import { createTransport } from '../../packages/core/src/transports/registry.js';
import { defineTransportSuite } from './transport-suite.js';

const MAX_MESSAGE_BYTES = 6 * 1024 * 1024;

defineTransportSuite('embedded', {
  facts: {
    missingQueue: 'created',
    deliveryCounts: 'exact',
    tellsOthers: true,
    seesAcceptance: true,
    carries: 'everything',
    maxMessageBytes: MAX_MESSAGE_BYTES,
  },
  async openWorld() {
    const root = await mkdtemp(join(tmpdir(), 'swic-embedded-'));
    const directory = join(root, 'not', 'there', 'yet');
    const testQueues = { send: ['SW.SEND'], receive: ['SW.RECV'] };
    const settings = { ...EMBEDDED_DEFAULTS, directory, maxMessageBytes: MAX_MESSAGE_BYTES, testQueues };
    return {
      transport: await createTransport(settings, { clock: systemClock }),
      transportFor: (use) => createTransport({ ...settings, use }, { clock: systemClock }),
      queue: 'SW.SEND',
      otherQueue: 'SW.RECV',
      missingQueue: '../没有/..',
      [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
    };
  },
});
