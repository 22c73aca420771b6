import { connect } from 'amqplib';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import type { RabbitmqSettings } from '../../packages/core/src/transports/rabbitmq/settings.js';
import { createTransport } from '../../packages/core/src/transports/registry.js';
import { describeWithBroker, getAmqpUrl, uniqueName } from '../support/rabbitmq.js';
import { rabbitmqSettings } from '../support/rabbitmq-settings.js';
import { defineTransportSuite } from './transport-suite.js';
import type { TransportHarness } from './transport-world.js';

const MAX_MESSAGE_BYTES = 6 * 1024 * 1024;

function harnessFor(queueType: RabbitmqSettings['queueType']): TransportHarness {
  return {
    facts: {
      missingQueue: 'unroutable',
      deliveryCounts: queueType === 'quorum' ? 'exact' : 'null-when-redelivered',
      tellsOthers: true,
      seesAcceptance: true,
      carries: 'everything',
      maxMessageBytes: MAX_MESSAGE_BYTES,
    },
    async openWorld() {
      const [queue, otherQueue] = [uniqueName('conformance'), uniqueName('conformance')];
      const admin = await connect(getAmqpUrl(), { noDelay: true });
      const channel = await admin.createChannel();
      for (const name of [queue, otherQueue]) {
        await channel.assertQueue(name, { durable: true, arguments: { 'x-queue-type': queueType } });
      }
      const testQueues = { send: [queue], receive: [otherQueue] };
      const settings = rabbitmqSettings(getAmqpUrl(), { queueType, maxMessageBytes: MAX_MESSAGE_BYTES, testQueues });
      return {
        transport: await createTransport(settings, { clock: systemClock }),
        transportFor: (use) => createTransport({ ...settings, use }, { clock: systemClock }),
        queue,
        otherQueue,
        missingQueue: uniqueName('missing'),
        async [Symbol.asyncDispose]() {
          for (const name of [queue, otherQueue]) await channel.deleteQueue(name);
          await admin.close();
        },
      };
    },
  };
}

describeWithBroker('rabbitmq', () => {
  defineTransportSuite('classic queues', harnessFor('classic'));
  defineTransportSuite('quorum queues', harnessFor('quorum'));
});
