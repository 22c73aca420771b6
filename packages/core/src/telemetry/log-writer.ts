import pino from 'pino';
import type { StampedEvent } from '../contract/events.js';
import { printableJson } from '../contract/printable.js';
import type { Clock } from '../ports/clock.js';
import type { EventReader } from './bus.js';
import type { Locale, LogLevel } from './log-rows/row.js';
import { isAtLeast, levelOf, logRowOf, messageOf } from './log-table.js';
import { redactValue } from './redact.js';
import { type OnLogTrouble, RotatingFile, type RotationOptions } from './rotating-file.js';

export interface LogWriterOptions extends RotationOptions {
  readonly level: LogLevel;
  readonly locale: Locale;
}

/** Two weeks in files of 20 MB, and never more than a gigabyte of them: the log must not fill the disk. */
export const LOG_ROTATION = { fileBytesMax: 20_000_000, keepDays: 14, totalBytesMax: 1_000_000_000 } as const;

/** The log file, as a reader of the bus. */
export interface LogWriter extends AsyncDisposable {
  readonly read: EventReader;
  /** The file that is written now. */
  path(): string;
  /** For the last words of a process that ends at once. */
  flushSync(): void;
}

/**
 * One JSON line per event: `level`, `time` (ISO, UTC), `seq`, `event`, the event's fields, `msg` in the operator's language.
 * Rejects with `disk.*` when the directory cannot be used; later trouble with the disk never reaches the caller.
 */
export async function openLogWriter(
  options: LogWriterOptions,
  clock: Clock,
  onTrouble: OnLogTrouble,
): Promise<LogWriter> {
  const file = await RotatingFile.open(options, clock, onTrouble);
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: false,
      messageKey: 'msg',
      formatters: { level: (label) => ({ level: label }) },
    },
    // A log is read in terminals, too.
    { write: (line: string) => file.write(printableJson(line)) },
  );
  return {
    read: (stamped) => {
      const level = levelOf(stamped.event);
      if (isAtLeast(level, options.level)) logger[level](lineOf(stamped), messageOf(stamped.event, options.locale));
    },
    path: () => file.path,
    flushSync: () => file.flushSync(),
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  };
}

function lineOf({ seq, atMs, event }: StampedEvent): Record<string, unknown> {
  const line: Record<string, unknown> = { time: new Date(atMs).toISOString(), seq, event: event.type };
  const values = event as Readonly<Record<string, unknown>>;
  for (const field of logRowOf(event.type).fields) line[field] = redactValue(values[field]);
  return line;
}
