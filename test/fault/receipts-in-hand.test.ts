import { connect } from 'amqplib';
import { expect, test } from 'vitest';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { createRabbitmqTransport } from '../../packages/core/src/transports/rabbitmq/transport.js';
import { createReadingHold } from '../../packages/core/src/transports/rabbitmq/wire/reading-hold.js';
import { deadline } from '../conformance/transport-world.js';
import { describeWithBroker, getAmqpUrl, uniqueName } from '../support/rabbitmq.js';
import { rabbitmqSettings } from '../support/rabbitmq-settings.js';

const MEGABYTE = 1024 * 1024;

describeWithBroker('receipts that are larger together than what may be in hand', () => {
  test('wait unread on a connection that is held: this fits the version of amqplib that is installed', async () => {
    const [held, other] = [await connect(getAmqpUrl()), await connect(getAmqpUrl())];
    const channel = await held.createChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    const reading = createReadingHold(held);
    reading.hold();
    let isAnswered = false;
    const answer = channel.checkQueue(queue).then(() => {
      isAnswered = true;
    });
    // The broker has answered the second connection since then, more than once.
    for (let count = 0; count < 3; count += 1) await (await other.createChannel()).close();
    expect(isAnswered).toBe(false);
    reading.sip(1);
    await answer;
    const again = channel.checkQueue(queue);
    reading.release();
    expect(await again).toMatchObject({ messageCount: 0 });
    await Promise.all([held.close(), other.close()]);
  });

  test('all arrive, once and in order, and stopping in the middle gives the rest back to the broker', async () => {
    const admin = await connect(getAmqpUrl());
    const channel = await admin.createConfirmChannel();
    const { queue } = await channel.assertQueue(uniqueName('large'), { durable: true });
    for (let number = 0; number < 10; number += 1)
      channel.sendToQueue(queue, Buffer.alloc(4 * MEGABYTE, number), { messageId: String(number) });
    await channel.waitForConfirms();
    const transport = createRabbitmqTransport(
      { ...rabbitmqSettings(getAmqpUrl()), use: 'receive' },
      { clock: systemClock },
    );
    const arrived: string[] = [];
    {
      await using session = await transport.open(deadline());
      const stop = new AbortController();
      for await (const delivery of session.receive(queue, { prefetch: 100 }, stop.signal)) {
        arrived.push(delivery.message.id);
        await delivery.accept();
        if (arrived.length === 4) stop.abort();
      }
    }
    await using session = await transport.open(deadline());
    const waiting = [];
    for await (const delivery of session.receive(queue, { prefetch: 100 }, deadline())) {
      arrived.push(delivery.message.id);
      // As the flow does: several are in hand at a time.
      waiting.push(delivery);
      if (waiting.length === 2) for (const one of waiting.splice(0)) await one.accept();
      if (arrived.length === 10) break;
    }
    expect(arrived).toEqual(Array.from({ length: 10 }, (_, number) => String(number)));
    await channel.deleteQueue(queue);
    await admin.close();
  });
});
