import type { StampedEvent } from '../contract/events.js';
import { printable, printableJson } from '../contract/printable.js';
import type { Clock } from '../ports/clock.js';
import type { EventReader } from './bus.js';
import type { Locale, LogLevel } from './log-rows/row.js';
import { isAtLeast, levelOf, logRowOf, messageOf } from './log-table.js';
import { isSuspicious, redactValue } from './redact.js';
import { type OnLogTrouble, RotatingFile, type RotationOptions } from './rotating-file.js';

export interface LogWriterOptions extends RotationOptions {
  readonly level: LogLevel;
  readonly locale: Locale;
}

/** Two weeks in files of 20 MB, and never more than a gigabyte of them: the log must not fill the disk. */
export const LOG_ROTATION = { fileBytesMax: 20_000_000, keepDays: 14, totalBytesMax: 1_000_000_000 } as const;

/** Of the lines that wait for the end of a turn. Together with many, in long texts, the collector has more to do than is saved. */
const GATHERED_CHARS_MAX = 8_192;

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
  const gathered = new GatheredLines(file);
  const flushSync = (): void => {
    gathered.write();
    file.flushSync();
  };
  // The turn in which a process exits, or throws, has no end.
  process.on('exit', flushSync);
  return {
    read: (stamped) => {
      const level = levelOf(stamped.event);
      if (isAtLeast(level, options.level)) gathered.add(textOf(stamped, level, options.locale), level);
    },
    path: () => file.path,
    flushSync,
    [Symbol.asyncDispose]: () => {
      process.off('exit', flushSync);
      gathered.write();
      return file[Symbol.asyncDispose]();
    },
  };
}

/**
 * The first line of a turn of the event loop goes to the file at once, and those that follow in the same turn as one text: a batch of
 * documents costs two writes, and not one for each. A line of trouble goes at once, with those before it: it may be the last.
 */
class GatheredLines {
  readonly #file: RotatingFile;
  #lines: string[] = [];
  #chars = 0;
  #isGathering = false;

  constructor(file: RotatingFile) {
    this.#file = file;
  }

  add(line: string, level: LogLevel): void {
    this.#lines.push(line);
    this.#chars += line.length;
    if (!this.#isGathering || level === 'error' || this.#chars >= GATHERED_CHARS_MAX) this.write();
    if (this.#isGathering) return;
    this.#isGathering = true;
    setImmediate(() => {
      this.#isGathering = false;
      this.write();
    });
  }

  write(): void {
    if (this.#lines.length === 0) return;
    const text = this.#lines.join('');
    this.#lines = [];
    this.#chars = 0;
    // A log is read in terminals, too.
    this.#file.write(printableJson(text));
  }
}

/** Most lines hold no secret, and one look at the whole of it says so. */
function textOf(stamped: StampedEvent, level: LogLevel, locale: Locale): string {
  const text = JSON.stringify(lineOf(stamped, level, locale));
  return `${isSuspicious(text) ? JSON.stringify(redactedLineOf(stamped, level, locale)) : text}\n`;
}

type Line = Record<string, unknown>;

function lineOf(stamped: StampedEvent, level: LogLevel, locale: Locale): Line {
  const line = headOf(stamped, level);
  const values = stamped.event as Readonly<Record<string, unknown>>;
  const row = logRowOf(stamped.event.type);
  for (const field of row.fields) line[field] = values[field];
  line.msg = printable(row[locale](stamped.event));
  return line;
}

function redactedLineOf(stamped: StampedEvent, level: LogLevel, locale: Locale): Line {
  const line = headOf(stamped, level);
  const values = stamped.event as Readonly<Record<string, unknown>>;
  for (const field of logRowOf(stamped.event.type).fields) line[field] = redactValue(values[field]);
  line.msg = messageOf(stamped.event, locale);
  return line;
}

function headOf({ seq, atMs, event }: StampedEvent, level: LogLevel): Line {
  return { level, time: new Date(atMs).toISOString(), seq, event: event.type };
}
