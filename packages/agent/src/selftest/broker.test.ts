import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Config, parseConfig } from '@swic/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BrokerChoices, openBroker } from './broker.js';

let ground = '';
beforeEach(() => (ground = mkdtempSync(path.join(tmpdir(), 'swic-broker-'))));
afterEach(() => rmSync(ground, { recursive: true }));

function choices(transport: string, more: Partial<BrokerChoices>): BrokerChoices {
  const text = `clientId: DXPESW0000000001\ntransport: ${transport}\nbusinesses: { DEC: {} }\n`;
  const result = parseConfig(text, '/srv/firm/swic.yaml');
  if (result.outcome !== 'ok') throw new Error(JSON.stringify(result.problems));
  return { over: 'rabbitmq', url: null, queues: null, load: () => result.loaded, ...more };
}

const asConfig = (settings: unknown): Config['transport'] => settings as Config['transport'];

test('over RabbitMQ everything is as configured but the queues, and files are found from another directory', async () => {
  const tls = '{ ca: ./ca.pem }';
  const transport = `{ kind: rabbitmq, host: mq.example.com, vhost: firm, password: { file: ./secret }, tls: ${tls}, send: { exchange: E, routingKey: REAL.SEND }, receive: { queue: REAL.RECV } }`;
  await using broker = await openBroker(choices(transport, {}), ground);
  expect(broker.platform).toMatchObject({
    ...{ host: 'mq.example.com', port: 5672, vhost: 'firm', declare: false },
    password: { file: path.resolve('/srv/firm/secret') },
    tls: { ca: path.resolve('/srv/firm/ca.pem'), servername: null },
    send: { exchange: '', routingKey: broker.queues[0] },
    receive: { queue: broker.queues[1] },
  });
  // The certificate is the broker's, not the proxy's.
  expect(broker.agent).toMatchObject({
    host: '127.0.0.1',
    port: broker.proxy?.port,
    tls: { servername: 'mq.example.com' },
  });
  expect(JSON.stringify([broker.platform, broker.agent])).not.toContain('REAL');
});

test('an address brings user, password, virtual host and TLS with it, and its password is in a file of the drill', async () => {
  const url = 'amqps://li:a%2Fb@mq.example.com/firm%201';
  await using broker = await openBroker(choices('{ kind: embedded }', { url }), ground);
  const platform = asConfig(broker.platform);
  expect(platform).toMatchObject({ host: 'mq.example.com', port: 5671, vhost: 'firm 1', username: 'li', tls: true });
  expect(readFileSync(path.join(ground, 'broker-password'), 'utf8')).toBe('a/b');
  expect(broker.agent).toMatchObject({ tls: { servername: 'mq.example.com' } });
});

test('an address that is none is refused in a sentence', async () => {
  for (const url of ['mq.example.com', 'http://mq.example.com', 'amqp://'])
    await expect(openBroker(choices('{ kind: embedded }', { url }), ground)).rejects.toMatchObject({
      code: 'command.usage',
    });
});

test('over IBM MQ two queues that are named for selftests are used, and no others', async () => {
  const transport = '{ kind: ibmmq, queueManager: QM1, channel: C, connectionName: "127.0.0.1(1414),10.0.0.2(1415)" }';
  const over = 'ibmmq';
  for (const queues of [
    null,
    ['SW.SEND', 'SW.RECV'],
    ['A.SELFTEST'],
    ['A.SELFTEST', 'A.SELFTEST'],
    ['A.SELFTEST', 'B'],
  ])
    await expect(openBroker(choices(transport, { over, queues }), ground)).rejects.toMatchObject({
      code: 'command.usage',
    });
  await using broker = await openBroker(choices(transport, { over, queues: ['A.SELFTEST', 'B.SelfTest'] }), ground);
  expect(broker.agent).toMatchObject({ connectionName: `127.0.0.1(${broker.proxy?.port ?? 0})`, queueManager: 'QM1' });
  expect(broker.queues).toEqual(['A.SELFTEST', 'B.SelfTest']);
});

test('a configuration with another transport is refused', async () => {
  await expect(openBroker(choices('{ kind: embedded }', {}), ground)).rejects.toMatchObject({ code: 'command.usage' });
});
