import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { makeAlertMessage, makeNotice } from '../../../../../test/support/alerts/alert-message.js';
import { openHttpReceiver } from '../../../../../test/support/alerts/http-receiver.js';
import { alertsSchema } from '../../config/alerts-schema.js';
import type { AlertChannel } from '../../ports/alert-channel.js';
import { systemClock } from '../../runtime/system-clock.js';
import { createChannel } from '../registry.js';

const NOW_MS = 1_795_399_200_123;
const SIGNAL = new AbortController().signal;
const OK = (): { readonly status: number; readonly body: string } => ({
  status: 200,
  body: '{"errcode":0,"code":0,"errmsg":"ok"}',
});

/** The reference is the secret itself. */
function robot(kind: string, url: string, secret: string | null = null): AlertChannel {
  const settings = { kind, url: { env: url }, ...(secret === null ? {} : { secret: { env: secret } }) };
  const config = alertsSchema.parse({ channels: { c: settings } }).channels['c'];
  if (config === undefined) throw new TypeError('no channel');
  return createChannel(config, {
    clock: { ...systemClock, nowMs: () => NOW_MS },
    secret: async (ref) => ('env' in ref ? ref.env : ''),
    proxy: 'none',
    environment: {},
    resolvePath: (file) => file,
    locale: 'zh',
    platform: process.platform,
  });
}

test('WeCom gets a text below its key', async () => {
  await using receiver = await openHttpReceiver(OK);
  await robot('wecom', `${receiver.url}/cgi-bin/webhook/send?key=K`).deliver(makeAlertMessage(), SIGNAL);
  const [request] = receiver.taken;
  expect(request?.path).toBe('/cgi-bin/webhook/send?key=K');
  const body = JSON.parse(request?.body ?? '') as { msgtype: string; text: { content: string } };
  expect(body.msgtype).toBe('text');
  expect(body.text.content.split('\n').slice(0, 3)).toEqual([
    'swic 告警: [严重 · 发生] 2 个任务停滞：连接不上消息服务器 [transport.unreachable]',
    '始于 2026-11-23 10:00，已 12 分钟',
    '涉及：DEC 发送, DEC 接收',
  ]);
});

test('DingTalk gets timestamp and signature in the address, behind the token', async () => {
  await using receiver = await openHttpReceiver(OK);
  await robot('dingtalk', `${receiver.url}/robot/send?access_token=T`, 'SECkey').deliver(makeAlertMessage(), SIGNAL);
  const asked = new URL(receiver.taken[0]?.path ?? '', receiver.url);
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    access_token: 'T',
    timestamp: String(NOW_MS),
    sign: createHmac('sha256', 'SECkey').update(`${NOW_MS}\nSECkey`).digest('base64'),
  });
  // A plus that is not written out would be read as a blank.
  expect(receiver.taken[0]?.path).not.toContain('+');
});

test('Feishu gets seconds and signature in the body', async () => {
  await using receiver = await openHttpReceiver(OK);
  await robot('feishu', `${receiver.url}/open-apis/bot/v2/hook/H`, 'key').deliver(makeAlertMessage(), SIGNAL);
  expect(JSON.parse(receiver.taken[0]?.body ?? '')).toMatchObject({
    timestamp: '1795399200',
    sign: createHmac('sha256', '1795399200\nkey').update('').digest('base64'),
    msg_type: 'text',
    content: { text: expect.stringContaining('2 个任务停滞') as string },
  });
});

test('a message that is longer than WeCom takes is cut at a line, within its bytes', async () => {
  await using receiver = await openHttpReceiver(OK);
  const notices = Array.from({ length: 20 }, (_, index) => makeNotice({ trouble: String(index) }));
  await robot('wecom', receiver.url).deliver(makeAlertMessage({ notices }), SIGNAL);
  const { text } = JSON.parse(receiver.taken[0]?.body ?? '') as { text: { content: string } };
  expect(Buffer.byteLength(text.content)).toBeLessThanOrEqual(2_048);
  expect(text.content).toMatch(/\n…$/);
});

test('the page of a proxy with status 200 is no yes', async () => {
  await using receiver = await openHttpReceiver(() => ({ status: 200, body: '<html>please log in</html>' }));
  const failure = await robot('wecom', receiver.url)
    .deliver(makeAlertMessage(), SIGNAL)
    .catch((reason: unknown) => reason);
  expect(failure).toMatchObject({ code: 'alert.refused', detail: { status: 200, code: null } });
});
