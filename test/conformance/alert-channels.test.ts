import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChannel } from '../../packages/core/src/alerts/registry.js';
import { alertsSchema } from '../../packages/core/src/config/alerts-schema.js';
import type { AlertChannel } from '../../packages/core/src/ports/alert-channel.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { openHttpReceiver } from '../support/alerts/http-receiver.js';
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
    secret: async () => 'synthetic-key',
    proxy: 'none',
    environment: process.env,
    locale: 'zh',
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

describeAlertChannel('webhook', openWebhook);
describeAlertChannel('command', openCommand);
