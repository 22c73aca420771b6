import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConfirmChannel, connect as connectAmqp } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  describeWithBroker,
  describeWithOwnBroker,
  getAmqpUrl,
  type RabbitNode,
  startRabbitNode,
  uniqueName,
} from './rabbitmq.js';

describeWithBroker('the broker that tests share', () => {
  test('takes responsibility for a message', async () => {
    const connection = await connectAmqp(getAmqpUrl());
    const channel = await connection.createConfirmChannel();
    const queue = uniqueName('swic.shared');
    await channel.assertQueue(queue, { durable: true });
    await publish(channel, queue);
    expect(await channel.deleteQueue(queue)).toEqual({ messageCount: 1 });
    await connection.close();
  });
});

describeWithOwnBroker('a broker of our own', () => {
  let dir: string;
  let node: RabbitNode;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'swic-test-'));
    node = await startRabbitNode({ dir });
  });

  afterAll(async () => {
    await rm(dir, { recursive: true });
  });

  test('can be told to refuse publishers, to stand still and to close every connection', async () => {
    const connection = await connectAmqp(node.amqpUrl);
    connection.on('error', () => undefined);
    const blocked = new Promise((resolve) => connection.once('blocked', resolve));
    const unblocked = new Promise((resolve) => connection.once('unblocked', resolve));
    const closed = new Promise((resolve) => connection.once('close', resolve));
    const channel = await connection.createConfirmChannel();
    await channel.assertQueue('told', { durable: true });

    await node.ctl('set_vm_memory_high_watermark', '0');
    // RabbitMQ tells a connection that it is blocked when it next publishes.
    channel.sendToQueue('told', Buffer.from('one'), { persistent: true });
    await blocked;
    await node.ctl('set_vm_memory_high_watermark', '0.4');
    await unblocked;
    await channel.waitForConfirms();

    node.freeze();
    const answer = countMessages(node.amqpUrl, 'told');
    node.thaw();
    expect(await answer).toBe(1);

    await node.ctl('close_all_connections', 'a test says so');
    await closed;
  });

  test('keeps a confirmed message through a crash, at the same address', async () => {
    const connection = await connectAmqp(node.amqpUrl);
    connection.on('error', () => undefined);
    const lost = new Promise((resolve) => connection.once('close', resolve));
    const channel = await connection.createConfirmChannel();
    await channel.assertQueue('kept', { durable: true });
    await node.keepDefinitions();
    await publish(channel, 'kept');

    await node.kill();
    await lost;
    expect(await isReachable(node.port)).toBe(false);
    await node.start();
    expect(await countMessages(node.amqpUrl, 'kept')).toBe(1);
  });

  test('stops in an orderly way and leaves nothing behind', async () => {
    await node.stop();
    expect(await isReachable(node.port)).toBe(false);
    await node[Symbol.asyncDispose]();
    expect(await readdir(dir)).toEqual([]);
  });
});

async function publish(channel: ConfirmChannel, queue: string): Promise<void> {
  channel.sendToQueue(queue, Buffer.from('one'), { persistent: true });
  await channel.waitForConfirms();
}

async function countMessages(url: string, queue: string): Promise<number> {
  const connection = await connectAmqp(url);
  const channel = await connection.createChannel();
  const { messageCount } = await channel.checkQueue(queue);
  await connection.close();
  return messageCount;
}

function isReachable(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.destroy());
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  });
}
