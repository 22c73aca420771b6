import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect } from 'amqplib';
import { expect, test } from 'vitest';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { createRabbitmqTransport } from '../../packages/core/src/transports/rabbitmq/transport.js';
import { readAnyHeader } from '../../packages/core/src/transports/rabbitmq/wire/readable-frames.js';
import { deadline } from '../conformance/transport-world.js';
import { describeWithBroker, getAmqpUrl, uniqueName } from '../support/rabbitmq.js';
import { rabbitmqSettings } from '../support/rabbitmq-settings.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const text = (value: string, size: 1 | 4): Buffer => {
  const length = Buffer.alloc(size);
  length.writeUIntBE(Buffer.byteLength(value), 0, size);
  return Buffer.concat([length, Buffer.from(value)]);
};
const field = (name: string, tag: string, value: Buffer): Buffer =>
  Buffer.concat([text(name, 1), Buffer.from(tag), value]);
const number = (bytes: number, value: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, Math.max(0, bytes - 6), Math.min(6, bytes));
  return buffer;
};
const frame = (type: number, channel: number, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from([type]), number(2, channel), number(4, payload.length), payload, Buffer.from([0xce])]);
const method = (channel: number, classId: number, methodId: number, ...rest: readonly Buffer[]): Buffer =>
  frame(1, channel, Buffer.concat([number(2, classId), number(2, methodId), ...rest]));

/** Publishes as another client library might: with whatever types of headers the test wants, written by hand. */
async function publishRaw(queue: string, table: Buffer, body: Buffer): Promise<void> {
  const { hostname, port, username, password } = new URL(getAmqpUrl());
  const socket = connectTcp(Number(port), hostname);
  // The start of the handshake may come in pieces; each answer is waited for to its last byte.
  const ask = async (bytes: Buffer): Promise<void> => {
    let arrived = Buffer.alloc(0);
    socket.write(bytes);
    while (arrived.at(-1) !== 0xce) {
      const [piece] = (await once(socket, 'data')) as [Buffer];
      arrived = Buffer.concat([arrived, piece]);
    }
  };
  await ask(Buffer.from('AMQP\0\0\x09\x01', 'latin1'));
  const login = text(`\0${decodeURIComponent(username)}\0${decodeURIComponent(password)}`, 4);
  await ask(method(0, 10, 11, number(4, 0), text('PLAIN', 1), login, text('en_US', 1)));
  socket.write(method(0, 10, 31, number(2, 2_047), number(4, 131_072), number(2, 0)));
  await ask(method(0, 10, 40, text('/', 1), text('', 1), Buffer.from([0])));
  await ask(method(1, 20, 10, text('', 1)));
  socket.write(method(1, 60, 40, number(2, 0), text('', 1), text(queue, 1), Buffer.from([0])));
  const headers = Buffer.concat([number(4, table.length), table]);
  const properties = Buffer.concat([headers, Buffer.from([2]), text('raw-1', 1)]);
  socket.write(
    frame(2, 1, Buffer.concat([number(2, 60), number(2, 0), number(8, body.length), number(2, 0x3080), properties])),
  );
  socket.write(frame(3, 1, body));
  await ask(method(1, 20, 40, number(2, 200), text('', 1), number(2, 0), number(2, 0)));
  await ended(socket);
}

function ended(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
    socket.destroy();
  });
}

describeWithBroker('a message of another client library', () => {
  test('fits the version of amqplib that is installed', async () => {
    const model = await connect(getAmqpUrl());
    expect(readAnyHeader(model)).toBe(true);
    await (await model.createChannel()).close();
    await model.close();
  });

  test('with headers of every type that the broker takes is received, and so is what comes after it', async () => {
    const admin = await connect(getAmqpUrl());
    const channel = await admin.createChannel();
    const { queue } = await channel.assertQueue(uniqueName('headers'), { durable: true });
    const odd = [
      field('long', 'L', number(8, 1_234)),
      field('largest', 'L', Buffer.alloc(8, 0xff)),
      field('inner', 'F', text('\x01nL\0\0\0\0\0\0\0\x07', 4)),
      field('list', 'A', text('L\0\0\0\0\0\0\0\x09', 4)),
      field('plain', 'S', text('文本', 4)),
    ];
    const body = Buffer.from('<one/>');
    for (const one of odd) await publishRaw(queue, one, body);
    channel.sendToQueue(queue, Buffer.from('<after/>'), { messageId: 'after' });
    await using session = await createRabbitmqTransport(rabbitmqSettings(getAmqpUrl()), { clock: systemClock }).open(
      deadline(),
    );
    const received: string[] = [];
    for await (const delivery of session.receive(queue, { prefetch: 10 }, deadline())) {
      await delivery.accept();
      const { id, headers } = delivery.message;
      received.push(`${id} ${JSON.stringify(headers)}`);
      if (id === 'after') break;
    }

    expect(received).toEqual([
      'raw-1 {"long":"1234"}',
      'raw-1 {"largest":"18446744073709551615"}',
      // Tables and lists are read over; they are no headers of a message of ours.
      'raw-1 {}',
      'raw-1 {}',
      'raw-1 {"plain":"文本"}',
      'after {}',
    ]);
    await channel.deleteQueue(queue);
    await admin.close();
  });

  test('whose headers no one can read arrives with its body and without them, on a classic queue too', async () => {
    const admin = await connect(getAmqpUrl());
    const channel = await admin.createChannel();
    const { queue } = await channel.assertQueue(uniqueName('headers'), { durable: true });
    const { hostname, port } = new URL(getAmqpUrl());
    await using proxy = await TcpProxy.open({ host: hostname, port: Number(port) });
    // On its way the type of the header becomes one that there is not.
    proxy.alter('to-client', Buffer.from('\x03oddS', 'latin1'), Buffer.from('\x03odd?', 'latin1'));
    channel.sendToQueue(queue, Buffer.from('<body/>'), { messageId: 'odd', headers: { odd: 'text' } });
    channel.sendToQueue(queue, Buffer.from('<after/>'), { messageId: 'after' });
    const settings = rabbitmqSettings(getAmqpUrl(), { host: '127.0.0.1', port: proxy.port });
    await using session = await createRabbitmqTransport(settings, { clock: systemClock }).open(deadline());
    const received: string[] = [];
    for await (const delivery of session.receive(queue, { prefetch: 10 }, deadline())) {
      const { id, headers, body } = delivery.message;
      received.push(`${id} ${JSON.stringify(headers)} ${Buffer.from(body).toString()}`);
      await delivery.accept();
      if (id === 'after') break;
    }

    expect(received).toEqual(['odd {} <body/>', 'after {} <after/>']);
    await channel.deleteQueue(queue);
    await admin.close();
  });
});
