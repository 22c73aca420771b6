import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { makeAlertMessage } from '../../../../../../test/support/alerts/alert-message.js';
import { alertsSchema } from '../../../config/alerts-schema.js';
import { alertText } from '../../../contract/alert-text.js';
import { systemClock } from '../../../runtime/system-clock.js';
import { createChannel } from '../../registry.js';
import { createSystem, entriesOf, eventOf } from './channel.js';

const ENTRY = { level: 'error' as const, ...alertText(makeAlertMessage(), 'zh') };

test('an event of Windows has a source, a type and a number to filter by, and one description', () => {
  const { program, args, input } = eventOf(ENTRY);
  expect([program, ...args.slice(0, -1)]).toEqual([
    'eventcreate',
    ...['/L', 'APPLICATION', '/SO', 'swic', '/T', 'ERROR', '/ID', '300', '/D'],
  ]);
  expect(args.at(-1)).toMatch(/^swic 告警: .*连接不上消息服务器.* \| /);
  expect(input).toBeNull();
});

test('a line of syslog is never so long that logger cuts it in the middle of a character', () => {
  const { args, input } = entriesOf({ ...ENTRY, lines: ['停'.repeat(500)] }, true);
  expect(args).toEqual(['--socket-errors=on', '-t', 'swic', '-p', 'user.err']);
  for (const line of input?.split('\n') ?? []) expect(Buffer.byteLength(line)).toBeLessThan(1_000);
  expect(entriesOf(ENTRY, false).args).toEqual(['-t', 'swic', '-p', 'user.err']);
});

test('where Linux has no log of the system it is said so, with the place where it would be', async () => {
  const { log } = alertsSchema.parse({ channels: { log: { kind: 'system' } } }).channels;
  if (log?.kind !== 'system') throw new TypeError('no channel');
  const world = { clock: systemClock, secret: async () => '', resolvePath: (file: string) => file, proxy: 'none' };
  const more = { environment: process.env, locale: 'zh', platform: 'linux' } as const;
  for (const socket of ['/nothing/log', import.meta.filename])
    await expect(
      createSystem(log, { ...world, ...more }, socket).deliver(makeAlertMessage(), new AbortController().signal),
    ).rejects.toMatchObject({ code: 'alert.no-system-log', detail: { path: socket } });
});

test.skipIf(process.platform !== 'linux')(
  'the logger of Linux takes a message, a line each, with its level',
  async () => {
    const socket = createSocket('udp4');
    onTestFinished(() => void socket.close());
    const got: string[] = [];
    socket.on('message', (bytes) => void got.push(bytes.toString('utf8')));
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const program = ['logger', '--server', '127.0.0.1', '--port', String(socket.address().port), '--udp'];
    const { channels } = alertsSchema.parse({ channels: { log: { kind: 'system', program } } });
    const { log } = channels;
    if (log === undefined) throw new TypeError('no channel');
    const world = { clock: systemClock, secret: async () => '', resolvePath: (file: string) => file, proxy: 'none' };
    const more = { environment: process.env, locale: 'zh', platform: process.platform } as const;
    await createChannel(log, { ...world, ...more }).deliver(makeAlertMessage(), new AbortController().signal);
    await expect.poll(() => got.length).toBe(ENTRY.lines.length);
    // 11 = user (1) and err (3).
    expect(got[0]).toMatch(/^<11>.*swic.*连接不上消息服务器/);
  },
);
