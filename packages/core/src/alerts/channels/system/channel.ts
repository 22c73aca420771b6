import type { AlertChannelConfig } from '../../../config/alerts-schema.js';
import { type AlertText, alertText, asOneText } from '../../../contract/alert-text.js';
import type { AlertLevel } from '../../../contract/alerts.js';
import { Fault } from '../../../contract/fault.js';
import { shortened } from '../../../domain/cut-text.js';
import type { AlertChannel } from '../../../ports/alert-channel.js';
import { isSocket } from '../../../runtime/host/index.js';
import type { ChannelWorld } from '../../channel-world.js';
import { type ProgramRun, runProgram } from '../../program/run-program.js';

type SystemConfig = Extract<AlertChannelConfig, { readonly kind: 'system' }>;

type Call = Pick<ProgramRun, 'program' | 'args' | 'input'>;

/** What is told, as the logger of each system takes it. */
interface Entry extends AlertText {
  readonly level: AlertLevel;
}

/** The name under which entries are found. */
const SOURCE = 'swic';
/** `logger` cuts a line at 1 KiB; a Chinese character is three bytes. */
const LINE_MAX = 300;
/** A command line of Windows is limited; what is longer is in `swic alerts list`. */
const DESCRIPTION_MAX = 8_000;

const PRIORITIES: Readonly<Record<AlertLevel, string>> = {
  notice: 'user.notice',
  warning: 'user.warning',
  error: 'user.err',
};
/** Numbers that a filter of the Event Viewer can ask for. */
const EVENTS: Readonly<Record<AlertLevel, readonly [type: string, id: string]>> = {
  notice: ['INFORMATION', '100'],
  warning: ['WARNING', '200'],
  error: ['ERROR', '300'],
};

/** Where the logger of Linux writes to, be it syslog or journald behind it. */
const SOCKET = '/dev/log';

/** The log of the system: of Windows by `eventcreate`, else by `logger`, which syslog and journald take. Exit code 0 is a yes. */
export function createSystem(config: SystemConfig, world: ChannelWorld, socket = SOCKET): AlertChannel {
  return {
    kind: 'system',
    perMinuteMax: null,
    async deliver(message, signal) {
      const entry = { level: message.level, ...alertText(message, config.locale ?? world.locale) };
      const isSure = world.platform === 'linux' && config.program === null;
      // `logger` says only 1, and why on a standard error that is not read.
      if (isSure && !isSocket(socket)) throw new Fault('alert.no-system-log', { path: socket });
      const call = world.platform === 'win32' ? eventOf(entry) : entriesOf(entry, isSure);
      const [program = call.program, ...first] = config.program ?? [];
      const run = { ...call, program, args: [...first, ...call.args] };
      await runProgram({ ...run, environment: world.environment, variables: {} }, config.timeoutMs, signal);
    },
  };
}

/** A line each. Without `--socket-errors` the logger of Linux says yes also where there is no log; another one may not know it. Pure. */
export function entriesOf({ level, ...text }: Entry, isSure: boolean): Call {
  const sure = isSure ? ['--socket-errors=on'] : [];
  const input = filledLines(text)
    .map((line) => `${shortened(line, LINE_MAX)}\n`)
    .join('');
  return { program: 'logger', args: [...sure, '-t', SOURCE, '-p', PRIORITIES[level]], input };
}

/** One event of the log Application. Pure. */
export function eventOf({ level, ...text }: Entry): Call {
  const [type, id] = EVENTS[level];
  const description = shortened(filledLines(text).join(' | '), DESCRIPTION_MAX);
  const args = ['/L', 'APPLICATION', '/SO', SOURCE, '/T', type, '/ID', id, '/D', description];
  return { program: 'eventcreate', args, input: null };
}

/** An entry of nothing is none. */
const filledLines = (text: AlertText): readonly string[] => asOneText(text).filter((line) => line !== '');
