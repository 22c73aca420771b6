import type { AlertChannelConfig } from '../../../config/alerts-schema.js';
import { alertText } from '../../../contract/alert-text.js';
import type { AlertMessage } from '../../../contract/alerts.js';
import { shortened } from '../../../domain/cut-text.js';
import type { AlertChannel } from '../../../ports/alert-channel.js';
import type { ChannelWorld } from '../../channel-world.js';
import { runProgram } from '../../program/run-program.js';

type CommandConfig = Extract<AlertChannelConfig, { readonly kind: 'command' }>;

/** Environment blocks are limited; what is longer is in `swic alerts list`. */
const TEXT_MAX = 8_000;

/** Exit code 0 is a yes. A program that takes too long is killed. */
export function createCommand(config: CommandConfig, world: ChannelWorld): AlertChannel {
  return {
    kind: 'command',
    perMinuteMax: null,
    async deliver(message, signal) {
      const [program = '', ...args] = config.command;
      const variables = messageVariables(message, config.locale ?? world.locale);
      const run = { program, args, environment: world.environment, variables, input: null };
      await runProgram(run, config.timeoutMs, signal);
    },
  };
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
