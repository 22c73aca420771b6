import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChannel } from '../../packages/core/src/alerts/registry.js';
import { alertsSchema } from '../../packages/core/src/config/alerts-schema.js';
import type { AlertChannel } from '../../packages/core/src/ports/alert-channel.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { openHttpReceiver } from '../support/alerts/http-receiver.js';
import { openMailServer } from '../support/alerts/mail-server.js';
import { type Behaviour, type ChannelWorld, describeAlertChannel } from './alert-channel-suite.js';

const TIMEOUT_MS = 500;
/** A program needs longer to start on a busy machine. */
const COMMAND_MS = 20_000;

function channelOf(settings: Readonly<Record<string, unknown>>): AlertChannel {
  const { channels } = alertsSchema.parse({ channels: { c: settings } });
  const config = channels['c'];
  if (config === undefined) throw new TypeError('no channel');
  return createChannel(config, {
    clock: systemClock,
    // The tests name the secret itself.
    secret: async (ref) => ('env' in ref ? ref.env : 'none'),
    resolvePath: (file) => file,
    proxy: 'none',
    environment: process.env,
    locale: 'zh',
    platform: process.platform,
  });
}

async function openWebhook(behaviour: Behaviour): Promise<ChannelWorld> {
  const answer = { takes: { status: 204, body: '' }, refuses: { status: 403, body: 'no' }, hangs: null, away: null };
  const receiver = await openHttpReceiver(() => answer[behaviour]);
  if (behaviour === 'away') await receiver[Symbol.asyncDispose]();
  return {
    channel: channelOf({ kind: 'webhook', url: `${receiver.url}/hook`, timeoutMs: TIMEOUT_MS, locale: 'en' }),
    // As it is read, not as it travels.
    arrived: () => receiver.taken.map(({ body }) => String((JSON.parse(body) as { text: string }).text)).join('\n'),
    [Symbol.asyncDispose]: async () => (behaviour === 'away' ? undefined : receiver[Symbol.asyncDispose]()),
  };
}

async function openCommand(behaviour: Behaviour): Promise<ChannelWorld> {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-alert-'));
  const out = path.join(directory, 'out');
  const script = path.join(directory, 'tell.mjs');
  const body = {
    takes: `import { writeFileSync } from 'node:fs'; writeFileSync(process.argv[2], process.env.SWIC_ALERT_TEXT);`,
    refuses: 'process.exitCode = 3;',
    hangs: 'setInterval(() => undefined, 1000);',
    away: '',
  }[behaviour];
  writeFileSync(script, body);
  const program = behaviour === 'away' ? path.join(directory, 'nothing') : process.execPath;
  const timeoutMs = behaviour === 'hangs' ? TIMEOUT_MS : COMMAND_MS;
  return {
    channel: channelOf({ kind: 'command', command: [program, script, out], timeoutMs, locale: 'en' }),
    arrived: () => readFileSync(out, 'utf8'),
    [Symbol.asyncDispose]: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** A program that takes what `logger` or `eventcreate` would. */
async function openSystem(behaviour: Behaviour): Promise<ChannelWorld> {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-alert-'));
  const out = path.join(directory, 'out');
  const script = path.join(directory, 'log.mjs');
  const takes = `import { readFileSync, writeFileSync } from 'node:fs';
const [out, ...args] = process.argv.slice(2);
writeFileSync(out, [...args, args.includes('/D') ? '' : readFileSync(0, 'utf8')].join(' '));`;
  const bodies = { takes, refuses: 'process.exitCode = 1;', hangs: 'setInterval(() => undefined, 1000);', away: '' };
  writeFileSync(script, bodies[behaviour]);
  const program = [behaviour === 'away' ? path.join(directory, 'nothing') : process.execPath, script, out];
  const timeoutMs = behaviour === 'hangs' ? TIMEOUT_MS : COMMAND_MS;
  return {
    channel: channelOf({ kind: 'system', program, timeoutMs, locale: 'en' }),
    arrived: () => readFileSync(out, 'utf8'),
    [Symbol.asyncDispose]: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

describeAlertChannel('system', openSystem);
describeAlertChannel('webhook', openWebhook);
describeAlertChannel('command', openCommand);

/** The answers of the three, as documented: an error is a 200 as well. */
const ROBOTS = {
  wecom: { yes: { errcode: 0, errmsg: 'ok' }, no: { errcode: 45_009, errmsg: 'api freq out of limit' } },
  dingtalk: { yes: { errcode: 0, errmsg: 'ok' }, no: { errcode: 310_000, errmsg: 'sign not match' } },
  feishu: { yes: { code: 0, msg: 'success', data: {} }, no: { code: 19_021, msg: 'sign match fail' } },
} as const;

async function openRobot(kind: keyof typeof ROBOTS, behaviour: Behaviour): Promise<ChannelWorld> {
  const { yes, no } = ROBOTS[kind];
  const receiver = await openHttpReceiver(() =>
    behaviour === 'hangs' ? null : { status: 200, body: JSON.stringify(behaviour === 'refuses' ? no : yes) },
  );
  if (behaviour === 'away') await receiver[Symbol.asyncDispose]();
  const text = (body: string): string => {
    const { text: own, content } = JSON.parse(body) as { text?: { content: string }; content?: { text: string } };
    return own?.content ?? content?.text ?? '';
  };
  return {
    channel: channelOf({ kind, url: { env: receiver.url }, timeoutMs: TIMEOUT_MS, locale: 'en' }),
    arrived: () => receiver.taken.map(({ body }) => text(body)).join('\n'),
    [Symbol.asyncDispose]: async () => (behaviour === 'away' ? undefined : receiver[Symbol.asyncDispose]()),
  };
}

for (const kind of ['wecom', 'dingtalk', 'feishu'] as const)
  describeAlertChannel(kind, (behaviour) => openRobot(kind, behaviour));

/** STARTTLS, with a login. */
async function openMail(behaviour: Behaviour): Promise<ChannelWorld> {
  const server = await openMailServer(behaviour);
  const { port, caFile } = server;
  if (behaviour === 'away') await server[Symbol.asyncDispose]();
  const login = { username: 'swic', password: { env: 'right' } };
  const addresses = { from: 'swic@example.com', to: ['duty@example.com'] };
  return {
    channel: channelOf({
      kind: 'mail',
      host: '127.0.0.1',
      port,
      // Gone with the server.
      ca: behaviour === 'away' ? null : caFile,
      ...login,
      ...addresses,
      timeoutMs: behaviour === 'hangs' ? TIMEOUT_MS : COMMAND_MS,
      locale: 'en',
    }),
    arrived: () => server.mails.map(({ text }) => text).join('\n'),
    [Symbol.asyncDispose]: async () => (behaviour === 'away' ? undefined : server[Symbol.asyncDispose]()),
  };
}

describeAlertChannel('mail', openMail);
