import { connect } from 'amqplib';
import { expect, test } from 'vitest';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { createRabbitmqTransport } from '../../packages/core/src/transports/rabbitmq/transport.js';
import { deadline } from '../conformance/transport-world.js';
import { describeWithBroker, getAmqpUrl, uniqueName } from '../support/rabbitmq.js';
import { rabbitmqSettings } from '../support/rabbitmq-settings.js';
import { type Place, TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';

/** Class and method of the frames that a line may be cut at [official: AMQP 0-9-1]. */
const CLOSE_OK = Buffer.from([0, 20, 0, 41]);
const CONSUME_OK = Buffer.from([0, 60, 0, 21]);
const CANCEL_OK = Buffer.from([0, 60, 0, 31]);
const DECLARE_OK = Buffer.from([0, 50, 0, 11]);

function broker(): Place {
  const { hostname, port } = new URL(getAmqpUrl());
  return { host: hostname, port: Number(port) };
}

describeWithBroker('a broker that does not answer', () => {
  for (const isDeclared of [true, false]) {
    for (const [what, frame] of [
      ['close-ok', CLOSE_OK],
      ['consume-ok', CONSUME_OK],
      ['cancel-ok', CANCEL_OK],
      ['declare-ok', DECLARE_OK],
    ] as const) {
      // Without declaring there is no declaration to answer.
      if (!isDeclared && frame === DECLARE_OK) continue;
      for (const how of ['cut', 'silent'] as const) {
        test(`ends the iteration and the session when the line is ${how} before ${what}, declare ${isDeclared}`, async () => {
          await using proxy = await TcpProxy.open(broker());
          const queue = uniqueName('answers');
          const admin = await connect(getAmqpUrl());
          await (await admin.createChannel()).assertQueue(queue, { durable: true });
          const settings = rabbitmqSettings(getAmqpUrl(), {
            host: '127.0.0.1',
            port: proxy.port,
            declare: isDeclared,
            answerTimeoutMs: 500,
          });
          const session = await createRabbitmqTransport(settings, { clock: systemClock }).open(deadline());
          let isReached = false;
          proxy.onceBefore('to-client', frame, () => {
            isReached = true;
            if (how === 'cut') proxy.cut();
            else proxy.treat('to-client', 'swallow');
          });
          const stop = new AbortController();
          const iteration = (async () => {
            for await (const delivery of session.receive(queue, { prefetch: 5 }, stop.signal)) await delivery.accept();
          })();
          // An answer that belongs to the end is asked for by the end.
          if (!isDeclared || frame === CANCEL_OK) {
            await until('it consumes', async () => {
              const channel = await admin.createChannel();
              const { consumerCount } = await channel.checkQueue(queue);
              await channel.close();
              return consumerCount === 1 || isReached;
            });
            stop.abort();
          }

          await iteration;
          await session[Symbol.asyncDispose]();

          expect(isReached).toBe(true);
          await admin.close();
        });
      }
    }
  }
});
