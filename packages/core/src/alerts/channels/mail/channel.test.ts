import { expect, test } from 'vitest';
import { makeAlertMessage, makeNotice } from '../../../../../../test/support/alerts/alert-message.js';
import { openMailServer } from '../../../../../../test/support/alerts/mail-server.js';
import { alertsSchema } from '../../../config/alerts-schema.js';
import { Fault } from '../../../contract/fault.js';
import type { AlertChannel } from '../../../ports/alert-channel.js';
import { systemClock } from '../../../runtime/system-clock.js';
import { createMail } from './channel.js';

const SIGNAL = new AbortController().signal;

/** The reference is the password itself. */
function mail(settings: Readonly<Record<string, unknown>>): AlertChannel {
  const common = {
    kind: 'mail',
    host: '127.0.0.1',
    from: 'swic@example.com',
    to: ['duty@example.com'],
    username: 'swic',
  };
  const config = alertsSchema.parse({ channels: { c: { ...common, ...settings } } }).channels['c'];
  if (config?.kind !== 'mail') throw new TypeError('no mail');
  return createMail(config, {
    clock: systemClock,
    secret: async (ref) => ('env' in ref ? ref.env : ''),
    resolvePath: (file) => file,
    proxy: 'http://127.0.0.1:1',
    environment: {},
    locale: 'zh',
    platform: process.platform,
  });
}

const codeOf = (work: Promise<void>): Promise<string> =>
  work.then(
    () => 'taken',
    (reason: unknown) => Fault.from(reason, 'internal.unexpected').code,
  );

test('a mail goes over STARTTLS, in Chinese, with an id that is the same when it comes again', async () => {
  await using server = await openMailServer('takes');
  const channel = mail({ port: server.port, ca: server.caFile, password: { env: 'right' } });
  await channel.deliver(makeAlertMessage(), SIGNAL);
  await channel.deliver(makeAlertMessage(), SIGNAL);
  expect(server.mails).toHaveLength(2);
  for (const { headers, text, isEncrypted } of server.mails) {
    expect(isEncrypted).toBe(true);
    expect(headers).toMatch(/^Message-ID: <m1@DXPESW0000000001\.swic>$/im);
    expect(headers).toMatch(/^To: duty@example\.com$/im);
    expect(text).toContain('涉及：DEC 发送, DEC 接收');
  }
});

test('a wrong login is a no, and so is a certificate of a stranger', async () => {
  await using server = await openMailServer('takes');
  const wrong = mail({ port: server.port, ca: server.caFile, password: { env: 'wrong' } });
  expect(await codeOf(wrong.deliver(makeAlertMessage(), SIGNAL))).toBe('alert.refused');
  const strange = mail({ port: server.port, password: { env: 'right' } });
  await expect(strange.deliver(makeAlertMessage(), SIGNAL)).rejects.toMatchObject({
    code: 'alert.unreachable',
    detail: { errno: expect.stringContaining('certificate') },
  });
  expect(server.mails).toEqual([]);
});

test('a program that shows HTML has a paragraph for each trouble and the link to click on, and nothing of it is markup from outside', async () => {
  await using server = await openMailServer('takes');
  const channel = mail({ port: server.port, ca: server.caFile, password: { env: 'right' } });
  const link = 'https://gate.example.com/?a=1&b=2';
  const notices = [makeNotice({ places: ['<img src=x> send'] }), makeNotice({ trouble: '2' })];
  await channel.deliver(makeAlertMessage({ notices, link }), SIGNAL);
  const [got] = server.mails;
  expect(got?.headers).toMatch(/^Content-Type: multipart\/alternative;/im);
  expect(got?.text).toContain(`\n${link}\n`);
  expect(got?.html.match(/<p><strong>\[严重 · 发生\] 2 个任务停滞/g)).toHaveLength(2);
  expect(got?.html).toContain('<a href="https://gate.example.com/?a=1&amp;b=2">');
  expect(got?.html).toContain('&lt;img src=x&gt;');
  expect(got?.html).not.toContain('<img');
});
