import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { makeAlertMessage } from '../../../../../../test/support/alerts/alert-message.js';
import { openHttpReceiver } from '../../../../../../test/support/alerts/http-receiver.js';
import { alertsSchema } from '../../../config/alerts-schema.js';
import { systemClock } from '../../../runtime/system-clock.js';
import { createWebhook } from './channel.js';

const SIGNAL = new AbortController().signal;

function webhook(
  settings: Readonly<Record<string, unknown>>,
  proxy: string | null = 'none',
): ReturnType<typeof createWebhook> {
  const config = alertsSchema.parse({ channels: { c: { kind: 'webhook', ...settings } } }).channels['c'];
  if (config?.kind !== 'webhook') throw new TypeError('no webhook');
  return createWebhook(config, {
    clock: systemClock,
    secret: async (ref) => ('env' in ref ? `of ${ref.env}` : 'none'),
    proxy,
    environment: {},
    resolvePath: (file) => file,
    locale: 'zh',
    platform: process.platform,
  });
}

test('a receiver can prove the sender by the HMAC over time and body, and knows a repetition by its id', async () => {
  await using receiver = await openHttpReceiver();
  await webhook({ url: `${receiver.url}/hook`, secret: { env: 'KEY' } }).deliver(makeAlertMessage(), SIGNAL);
  const [request] = receiver.taken;
  const [, time = '', signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request?.headers['swic-signature'])) ?? [];
  expect(createHmac('sha256', 'of KEY').update(`${time}.${request?.body}`).digest('hex')).toBe(signature);
  expect(request?.headers['swic-id']).toBe('m1');
  expect(JSON.parse(request?.body ?? '')).toMatchObject({
    version: 1,
    id: 'm1',
    kind: 'alert',
    level: 'error',
    title: 'swic 告警: [严重 · 发生] 2 个任务停滞：连接不上消息服务器 [transport.unreachable]',
    notices: [{ rule: 'flow-held', phase: 'began', count: 2, places: ['DEC send', 'DEC receive'] }],
  });
});

test('without a key nothing is signed', async () => {
  await using receiver = await openHttpReceiver();
  await webhook({ url: receiver.url }).deliver(makeAlertMessage(), SIGNAL);
  expect(receiver.taken[0]?.headers).not.toHaveProperty('swic-signature');
});

test('a webhook goes through the HTTP proxy that the configuration names, also to a host that only the proxy reaches', async () => {
  await using receiver = await openHttpReceiver();
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, client) => {
    asked.push(request.url ?? '');
    const upstream = connect(Number(new URL(receiver.url).port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => void proxy.close());
  const { port } = proxy.address() as AddressInfo;
  await webhook({ url: 'http://robot.invalid/hook' }, `http://127.0.0.1:${port}`).deliver(makeAlertMessage(), SIGNAL);
  expect(asked).toEqual(['robot.invalid:80']);
  expect(receiver.taken).toHaveLength(1);
});

test('a failure names the host and nothing of an address that is a secret', async () => {
  await using receiver = await openHttpReceiver(() => ({ status: 500, body: '' }));
  const failure = await webhook({ url: `${receiver.url}/path?key=hidden` })
    .deliver(makeAlertMessage(), SIGNAL)
    .catch((reason: unknown) => reason);
  expect(JSON.stringify(failure)).toContain('"status":500');
  expect(JSON.stringify(failure)).not.toContain('hidden');
});
