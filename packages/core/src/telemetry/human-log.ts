import type { EventType } from '../contract/events.js';
import { printable } from '../contract/printable.js';
import type { Clock } from '../ports/clock.js';
import type { EventReader } from './bus.js';
import type { Locale, LogLevel } from './log-rows/row.js';
import { isAtLeast, levelOf, messageOf } from './log-table.js';
import { Progress, type ProgressChoice } from './progress.js';

export interface HumanLogOptions {
  /** Takes whole lines, line feed included; e.g. `writeToStderr`. */
  readonly write: (text: string) => void;
  readonly locale: Locale;
  readonly level: LogLevel;
  /** ANSI colours; true only for a terminal that wants them. */
  readonly isColoured: boolean;
  /** A line for each document that is sent and each receipt. */
  readonly hasRoutine: boolean;
  /** Sent documents and receipts are summed up now and then; null = they are not. */
  readonly progress: ProgressChoice | null;
}

/** Lines for people, as a reader of the bus. Disposing writes the last progress line. */
export interface HumanLog extends AsyncDisposable {
  readonly read: EventReader;
}

/** What only says that all goes well, thousands of times. */
const ROUTINE: ReadonlySet<EventType> = new Set<EventType>([
  'document.filed',
  'receipt.deposited',
  'receipt.duplicate',
  'document.recovered',
]);

const LABELS = {
  zh: { debug: '调试', info: '信息', warn: '警告', error: '错误' },
  en: { debug: 'DEBUG', info: 'INFO ', warn: 'WARN ', error: 'ERROR' },
} as const satisfies Record<Locale, Record<LogLevel, string>>;

const COLOURS = { debug: '\u001b[2m', info: '', warn: '\u001b[33m', error: '\u001b[31m' } as const satisfies Record<
  LogLevel,
  string
>;
const PLAIN = '\u001b[0m';

/**
 * `10:41:58.048 INFO  message`, in the machine's local time. Lines are not fitted to any width: a terminal wraps, a file keeps.
 * The time comes first and has a fixed form, so that lines can be cut and sorted.
 */
export function createHumanLog(options: HumanLogOptions, clock: Clock): HumanLog {
  const print = (atMs: number, level: LogLevel, message: string): void => {
    const colour = options.isColoured ? COLOURS[level] : '';
    const text = `${LABELS[options.locale][level]} ${printable(message)}`;
    options.write(`${localTime(atMs)} ${colour === '' ? text : `${colour}${text}${PLAIN}`}\n`);
  };
  const say = (message: string): void => print(clock.nowMs(), 'info', message);
  const progress = options.progress === null ? null : new Progress(options.progress, options.locale, clock, say);
  return {
    read: ({ event, atMs }) => {
      progress?.count(event);
      const level = levelOf(event);
      const isLeftOut = !options.hasRoutine && !isAtLeast(level, 'warn') && ROUTINE.has(event.type);
      if (isAtLeast(level, options.level) && !isLeftOut) print(atMs, level, messageOf(event, options.locale));
    },
    [Symbol.asyncDispose]: async () => progress?.[Symbol.asyncDispose](),
  };
}

/** `HH:mm:ss.mmm`. */
function localTime(atMs: number): string {
  const date = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
