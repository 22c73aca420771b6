import { spawn } from 'node:child_process';
import type { AlertChannelConfig } from '../../../config/alerts-schema.js';
import { alertText } from '../../../contract/alert-text.js';
import type { AlertMessage } from '../../../contract/alerts.js';
import { Fault } from '../../../contract/fault.js';
import { shortened } from '../../../domain/cut-text.js';
import type { AlertChannel } from '../../../ports/alert-channel.js';
import { withDeadline } from '../../../runtime/deadline.js';
import type { ChannelWorld } from '../../channel-world.js';

type CommandConfig = Extract<AlertChannelConfig, { readonly kind: 'command' }>;

/** What a program needs to start; secrets of the agent's own environment are not handed on. */
const KEPT_VARIABLES = [
  'PATH',
  'Path',
  'HOME',
  'USERPROFILE',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'SystemRoot',
  'ComSpec',
  'PATHEXT',
];
/** Environment blocks are limited; what is longer is in `swic alerts list`. */
const TEXT_MAX = 8_000;

/** Exit code 0 is a yes. A program that takes too long is killed. */
export function createCommand(config: CommandConfig, world: ChannelWorld): AlertChannel {
  return {
    kind: 'command',
    perMinuteMax: null,
    async deliver(message, signal) {
      const life = new AbortController();
      const env = { ...keptVariables(world), ...messageVariables(message, config.locale ?? world.locale) };
      try {
        const run = runProgram(config.command, env, AbortSignal.any([signal, life.signal]));
        const exitCode = await withDeadline(run, config.timeoutMs, 'alert.unreachable');
        if (exitCode !== 0) throw new Fault('alert.refused', { function: config.command[0] ?? '', exitCode });
      } catch (reason) {
        if (signal.aborted) throw new Fault('operation.aborted');
        throw reason;
      } finally {
        life.abort();
      }
    },
  };
}

/** Resolves with the exit code, null where a signal ended it. */
function runProgram(
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    // What it prints is its own: it is not read, and a full pipe would hold it up.
    const child = spawn(program, args, { env, signal, stdio: 'ignore', windowsHide: true, killSignal: 'SIGKILL' });
    child.once('error', (reason: NodeJS.ErrnoException) =>
      reject(new Fault('alert.unreachable', { function: program, errno: reason.code ?? null })),
    );
    child.once('exit', resolve);
  });
}

function keptVariables({ environment }: ChannelWorld): Record<string, string> {
  return Object.fromEntries(
    KEPT_VARIABLES.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function messageVariables(message: AlertMessage, locale: 'zh' | 'en'): Record<string, string> {
  const { title, lines } = alertText(message, locale);
  return {
    SWIC_ALERT_ID: message.id,
    SWIC_ALERT_KIND: message.kind,
    SWIC_ALERT_LEVEL: message.level,
    SWIC_ALERT_AT: new Date(message.atMs).toISOString(),
    SWIC_ALERT_CLIENT: message.sender.clientId,
    SWIC_ALERT_RULES: [...new Set(message.notices.map(({ rule, phase }) => `${rule}:${phase}`))].join(' '),
    SWIC_ALERT_TITLE: title,
    SWIC_ALERT_TEXT: shortened(lines.join('\n'), TEXT_MAX),
  };
}
