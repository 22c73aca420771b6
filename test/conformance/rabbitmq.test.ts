import { connect } from 'amqplib';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { RABBITMQ_DEFAULTS, type RabbitmqSettings } from '../../packages/core/src/transports/rabbitmq/settings.js';
import { createTransport } from '../../packages/core/src/transports/registry.js';
import { describeWithBroker, getAmqpUrl, uniqueName } from '../support/rabbitmq.js';
import { defineTransportSuite } from './transport-suite.js';
import type { TransportHarness } from './transport-world.js';

const MAX_MESSAGE_BYTES = 6 * 1024 * 1024;

function harnessFor(queueType: RabbitmqSettings['queueType']): TransportHarness {
  return {
    facts: {
      missingQueue: 'unroutable',
      deliveryCounts: queueType === 'quorum' ? 'exact' : 'null-when-redelivered',
      carries: 'everything',
      maxMessageBytes: MAX_MESSAGE_BYTES,
    },
    async openWorld() {
      const [queue, otherQueue] = [uniqueName('conformance'), uniqueName('conformance')];
      const amqpUrl = new URL(getAmqpUrl());
      const admin = await connect(amqpUrl.href, { noDelay: true });
      const channel = await admin.createChannel();
      for (const name of [queue, otherQueue]) {
        await channel.assertQueue(name, { durable: true, arguments: { 'x-queue-type': queueType } });
      }
      const settings: RabbitmqSettings = {
        ...RABBITMQ_DEFAULTS,
        host: amqpUrl.hostname,
        port: Number(amqpUrl.port),
        username: decodeURIComponent(amqpUrl.username),
        password: decodeURIComponent(amqpUrl.password),
        queueType,
        maxMessageBytes: MAX_MESSAGE_BYTES,
        testQueues: { send: [queue], receive: [otherQueue] },
      };
      return {
        transport: await createTransport(settings, { clock: systemClock }),
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
