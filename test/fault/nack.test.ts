import { type Channel, type ChannelModel, connect } from 'amqplib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ATTEMPT_HEADER } from '../../packages/core/src/domain/message.js';
import { runSwic, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { describeWithBroker, getAmqpUrl, uniqueName } from '../support/rabbitmq.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

const FOLDER = 'Deccus001';
const DOCUMENTS = 3;

interface Arrived {
  readonly id: string;
  readonly attempt: string | null;
}

describeWithBroker('an exchange that feeds two queues, of which one refuses', () => {
  let admin: ChannelModel;
  let channel: Channel;
  const exchange = uniqueName('swic-fan');
  const taking = uniqueName('taking');
  const refusing = uniqueName('refusing');

  beforeEach(async () => {
    admin = await connect(getAmqpUrl());
    channel = await admin.createChannel();
    await channel.assertExchange(exchange, 'fanout', { durable: false, autoDelete: false });
    await channel.assertQueue(taking);
    await channel.assertQueue(refusing, { arguments: { 'x-max-length': 1, 'x-overflow': 'reject-publish' } });
    channel.sendToQueue(refusing, Buffer.from('full'));
    for (const queue of [taking, refusing]) await channel.bindQueue(queue, exchange, '');
  });
  afterEach(async () => {
    await channel.deleteQueue(taking);
    await channel.deleteQueue(refusing);
    await channel.deleteExchange(exchange);
    await admin.close();
  });

  async function openFanned(onUnknown: 'resend' | 'hold'): Promise<World> {
    const world = openWorld({
      transport: 'rabbitmq',
      businesses: { DEC: { send: { settleMs: 50, onUnknown, unknownWaitMs: 100 } } },
      settings: { send: { exchange, routingKey: 'any' }, declare: false },
    });
    await channel.assertQueue(world.receiveQueue);
    for (let number = 0; number < DOCUMENTS; number += 1) world.drop(FOLDER, `doc-${number}.xml`, declaration(number));
    return world;
  }

  async function arrived(): Promise<readonly Arrived[]> {
    const all: Arrived[] = [];
    for (;;) {
      const one = await channel.get(taking, { noAck: true });
      if (one === false) return all;
      const attempt: unknown = one.properties.headers?.[ATTEMPT_HEADER];
      all.push({ id: String(one.properties.messageId), attempt: typeof attempt === 'string' ? attempt : null });
    }
  }

  const depth = async (): Promise<number> => (await channel.checkQueue(taking)).messageCount;

  test('gets each document under one id, every further time marked, also over a stop that does not wait for it', async () => {
    await using world = await openFanned('resend');
    {
      await using agent = startSwic(world, ['run']);
      await until('they were tried again', async () => (await depth()) >= 3 * DOCUMENTS);
      agent.kill('SIGTERM');
      expect(await agent.finished).toMatchObject({ signal: null });
    }
    expect(world.list(FOLDER, 'OutBox')).toEqual([]);
    expect(world.list(FOLDER, 'TempBox')).toHaveLength(DOCUMENTS);

    await channel.deleteQueue(refusing);
    await using agent = startSwic(world, ['run']);
    await until('all are filed', () => world.list(FOLDER, 'SentBox').length === DOCUMENTS);
    agent.kill('SIGTERM');
    await agent.finished;

    const all = await arrived();
    expect(new Set(all.map(({ id }) => id)).size).toBe(DOCUMENTS);
    for (const id of new Set(all.map((one) => one.id))) {
      const attempts = all.filter((one) => one.id === id).map(({ attempt }) => attempt);
      expect(attempts[0]).toBeNull();
      expect(attempts.slice(1)).toEqual([...attempts.slice(1)].sort((a, b) => Number(a) - Number(b)));
      expect(new Set(attempts).size).toBe(attempts.length);
    }
    await channel.deleteQueue(world.receiveQueue);
  });

  test('gets none a second time without a word where the business asks for one, and the flow waits', async () => {
    await using world = await openFanned('hold');
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    await until('all are unknown', async () =>
      (await client.call('status', null)).businesses.some(({ counts }) => counts.unknown === DOCUMENTS),
    );
    world.drop(FOLDER, 'later.xml', declaration(9));
    const flows = async (): Promise<string> => JSON.stringify((await client.call('status', null)).businesses);
    expect(await flows()).toContain('transport.nacked');
    expect(await depth()).toBe(DOCUMENTS);

    await channel.deleteQueue(refusing);
    expect(await runSwic(world, ['settle', 'doc-1.xml', 'resend'])).toMatchObject({ code: 0 });
    await until('it and the later one are filed', () => world.list(FOLDER, 'SentBox').length === 2);
    const all = await arrived();
    expect(all).toHaveLength(DOCUMENTS + 2);
    expect(all.filter(({ attempt }) => attempt !== null).map(({ attempt }) => attempt)).toEqual(['2']);
    await channel.deleteQueue(world.receiveQueue);
  });
});
