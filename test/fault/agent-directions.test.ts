import { type Channel, type ChannelModel, connect } from 'amqplib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { describeWithBroker, getAmqpUrl, uniqueName } from '../support/rabbitmq.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

const FOLDER = 'Deccus001';
const CLASSIC = { durable: true, arguments: { 'x-queue-type': 'classic' } };

function worldOf(settings: Readonly<Record<string, unknown>> = {}): World {
  return openWorld({ transport: 'rabbitmq', businesses: { DEC: {} }, settings });
}

describeWithBroker('each direction of the transport', () => {
  let admin: ChannelModel;
  let channel: Channel;

  beforeEach(async () => {
    admin = await connect(getAmqpUrl());
    channel = await admin.createChannel();
  });
  afterEach(async () => {
    await admin.close();
  });

  test('waits by itself: a queue that another consumer has to itself holds receiving, and sending goes on without a second sending', async () => {
    await using world = worldOf();
    await channel.assertQueue(world.receiveQueue, CLASSIC);
    const taken = await channel.consume(world.receiveQueue, () => undefined, { exclusive: true });
    await using platform = await openPlatform(world);
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    await until('receiving is held', async () => {
      const { receive } = (await client.call('status', null)).transport;
      return receive.state === 'retrying' && receive.fault?.code === 'transport.queue-in-use';
    });

    for (let number = 0; number < 6; number += 1) {
      world.drop(FOLDER, `${number}.xml`, declaration(number));
      await until('it is filed', () => world.list(FOLDER, 'SentBox').length === number + 1);
    }

    const { transport } = await client.call('status', null);
    expect(transport.send).toMatchObject({ state: 'open', fault: null });
    const { code, stdout } = await runSwic(world, ['status', '--check']);
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/transport receive.*exclusively/),
    });
    expect([...platform.counts().values()]).toEqual([1, 1, 1, 1, 1, 1]);
    await channel.cancel(taken.consumerTag);
    await channel.close();
    await until('the receipts are there', () => world.list(FOLDER, 'InBox').length === 6, 60_000);
  });

  test('tells of a consumer that shares the receive queue', async () => {
    await using world = worldOf();
    await channel.assertQueue(world.receiveQueue, CLASSIC);
    await channel.consume(world.receiveQueue, () => undefined);
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();

    await until(
      'the other consumer is known',
      async () => (await client.call('status', null)).transport.otherConsumers === 1,
    );

    expect((await runSwic(world, ['status'])).stdout).toContain('other consumers');
  });

  test('a receive queue that does not exist leaves sending alone, and is found once it exists', async () => {
    await using world = worldOf({ declare: false });
    await channel.assertQueue(world.sendQueue, CLASSIC);
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    world.drop(FOLDER, 'one.xml', declaration(1));

    await until('it is filed', () => world.list(FOLDER, 'SentBox').length === 1);
    // Between a try and its refusal it is open for a moment.
    await until('receiving says what it lacks', async () => {
      const { send, receive } = (await client.call('status', null)).transport;
      return send.state === 'open' && receive.fault?.code === 'transport.not-found';
    });

    await channel.assertQueue(world.receiveQueue, CLASSIC);
    await until('it receives', async () => (await client.call('status', null)).transport.receive.state === 'open');
    await channel.deleteQueue(world.receiveQueue);
    await channel.deleteQueue(world.sendQueue);
  });
});

describeWithBroker('no route for a document', () => {
  let admin: ChannelModel;
  let channel: Channel;

  beforeEach(async () => {
    admin = await connect(getAmqpUrl());
    channel = await admin.createChannel();
  });
  afterEach(async () => {
    await admin.close();
  });

  test('holds like any trouble of the broker, rejects nothing, and ends when the queue is there', async () => {
    await using world = worldOf({ declare: false });
    await channel.assertQueue(world.receiveQueue, CLASSIC);
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    for (let number = 0; number < 5; number += 1) world.drop(FOLDER, `${number}.xml`, declaration(number));

    await until('sending is held', async () => {
      const { businesses } = await client.call('status', null);
      return businesses.some(({ send }) => send?.fault?.code === 'transport.unroutable');
    });
    // All but the one that finds out wait where they can be seen.
    await until('the others are back', () => world.list(FOLDER, 'OutBox').length >= 4);
    expect(world.list(FOLDER, 'FailBox')).toEqual([]);
    expect(world.list(FOLDER, 'InBox')).toEqual([]);
    expect((await runSwic(world, ['status', '--check'])).code).toBe(1);
    const tried = await runSwic(world, ['test-connection']);
    expect({ code: tried.code, stdout: tried.stdout }).toMatchObject({
      code: 69,
      stdout: expect.stringMatching(/send-route +failed/),
    });

    await channel.assertQueue(world.sendQueue, CLASSIC);
    await until('all are filed', () => world.list(FOLDER, 'SentBox').length === 5, 60_000);
    expect((await channel.checkQueue(world.sendQueue)).messageCount).toBe(5);
    await channel.deleteQueue(world.receiveQueue);
    await channel.deleteQueue(world.sendQueue);
  });

  test('is also a binding that was removed; a stop during it leaves every document in OutBox', async () => {
    const exchange = uniqueName('exchange');
    const world = worldOf({ declare: false, send: { exchange, routingKey: 'documents' } });
    await using _removed = world;
    await channel.assertQueue(world.receiveQueue, CLASSIC);
    await channel.assertQueue(world.sendQueue, CLASSIC);
    await channel.assertExchange(exchange, 'direct', { durable: true });
    await channel.bindQueue(world.sendQueue, exchange, 'documents');
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    world.drop(FOLDER, 'first.xml', declaration(1));
    await until('it is filed', () => world.list(FOLDER, 'SentBox').length === 1);
    expect((await runSwic(world, ['test-connection'])).code).toBe(0);

    await channel.unbindQueue(world.sendQueue, exchange, 'documents');
    for (const name of ['two.xml', 'three.xml']) world.drop(FOLDER, name, declaration(name.length));
    await until('sending is held', async () => {
      const { businesses } = await client.call('status', null);
      return businesses.some(({ send }) => send?.fault?.code === 'transport.unroutable');
    });
    expect((await runSwic(world, ['test-connection'])).stdout).toMatch(/send-route +failed/);
    agent.kill('SIGTERM');
    await until('it drains', () => agent.said().includes('Stopping'));
    const drainingMs = Date.now();
    // Two signals within a moment are one: a terminal sends it to the whole group.
    await until('another signal counts', () => Date.now() - drainingMs > 1_500);
    agent.kill('SIGTERM');
    await agent.finished;

    expect(world.list(FOLDER, 'OutBox')).toEqual(['three.xml', 'two.xml']);
    expect(world.list(FOLDER, 'FailBox')).toEqual([]);
    expect((await channel.checkQueue(world.sendQueue)).messageCount).toBe(1);
    await channel.deleteExchange(exchange);
    await channel.deleteQueue(world.receiveQueue);
    await channel.deleteQueue(world.sendQueue);
  });
});
