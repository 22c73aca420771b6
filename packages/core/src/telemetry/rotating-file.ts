import { existsSync, mkdirSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pino from 'pino';
import type { Fault } from '../contract/fault.js';
import { formatDay } from '../domain/stamp.js';
import type { Clock } from '../ports/clock.js';
import { diskFault } from './log-faults.js';

export interface RotationOptions {
  readonly directory: string;
  /** A new file begins beyond this; what waits to be written at that moment may still go into the old one or the new. */
  readonly fileBytesMax: number;
  /** Files of this many days are kept, today's included, however many there are of one day. */
  readonly keepDays: number;
  /** Beyond this the oldest go earlier: a flood of lines must not fill the disk. */
  readonly totalBytesMax: number;
}

/** Hears once that writing fails, and once that it works again; `null` = it works. */
export type OnLogTrouble = (fault: Fault | null, droppedLines: number) => void;

const DAY_MS = 86_400_000;
/** Lines that wait while the disk is full or slow; beyond it they are dropped and counted, since memory must not grow. */
const WAITING_BYTES_MAX = 4 << 20;
/** Between two looks whether the file is still there. */
const CHECK_MS = 1_000;
const FILE_NAME = /^swic-(\d{8})(?:\.(\d+))?\.log$/;

/**
 * `swic-20261123.log`, then `swic-20261123.1.log` and so on: a new file per day (China time, like the directories in SentBox) and
 * per size. A file is never renamed while it is open, which Windows would refuse.
 *
 * Why no library: decision 0071.
 */
export class RotatingFile implements AsyncDisposable {
  readonly #options: RotationOptions;
  readonly #clock: Clock;
  readonly #stream: ByteStream;
  readonly #onTrouble: OnLogTrouble;
  #name: LogName;
  #bytes: number;
  #dayEndsMs: number;
  #dropped = 0;
  #droppedSince = 0;
  #failure: Fault | null = null;
  #nextCheckMs = 0;
  /** Its directory's own directory is gone: what is written goes with it, or nowhere. */
  #isAway = false;
  #closing: Promise<void> | null = null;

  private constructor(options: RotationOptions, clock: Clock, onTrouble: OnLogTrouble) {
    this.#options = options;
    this.#clock = clock;
    this.#onTrouble = onTrouble;
    const nowMs = clock.nowMs();
    this.#dayEndsMs = endOfDay(nowMs);
    this.#name = nameAtStart(options, formatDay(nowMs));
    this.#bytes = sizeOf(this.path);
    this.#stream = openStream(this.path);
    this.#stream.on('error', (reason) => this.#fail(reason));
    this.#stream.on('write', () => this.#recover());
    this.#stream.on('drop', () => {
      this.#dropped += 1;
      this.#droppedSince += 1;
    });
  }

  /** Rejects with `disk.denied` or `disk.failed` when the directory cannot be used at all. */
  static open(options: RotationOptions, clock: Clock, onTrouble: OnLogTrouble): Promise<RotatingFile> {
    return new Promise((resolve, reject) => {
      try {
        mkdirSync(options.directory, { recursive: true });
        const file = new RotatingFile(options, clock, onTrouble);
        file.#removeOld();
        file.#stream.once('ready', () => resolve(file));
        file.#stream.once('error', (reason: unknown) => reject(diskFault(reason, options.directory)));
      } catch (reason) {
        reject(diskFault(reason, options.directory));
      }
    });
  }

  get path(): string {
    return join(this.#options.directory, textOf(this.#name));
  }

  /** Why writing fails; null while all is well. Logging goes on trying, and stops nothing. */
  get failure(): Fault | null {
    return this.#failure;
  }

  /** Takes one line with its line feed. Never throws: a log that cannot be written must not stop the work. */
  write(line: string): void {
    if (this.#closing !== null) return;
    const nowMs = this.#clock.nowMs();
    if (this.#bytes >= this.#options.fileBytesMax || nowMs >= this.#dayEndsMs) this.#rotate(nowMs);
    this.#lookForFile();
    if (this.#dropped > 0) this.#tellDropped();
    this.#append(line);
  }

  /** Brings what waits into the file now; for the last words of a process that ends. */
  flushSync(): void {
    try {
      this.#stream.flushSync();
    } catch (reason) {
      this.#fail(reason);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      this.#stream.once('close', () => resolve());
      // A disk that refuses the last lines must not keep the process from ending.
      this.#stream.once('error', () => resolve());
      this.#stream.end();
    });
    return this.#closing;
  }

  /** A file that was removed takes lines without a word: it is made again, with its directory. */
  #lookForFile(): void {
    const nowMs = this.#clock.tickMs();
    if (nowMs < this.#nextCheckMs) return;
    this.#nextCheckMs = nowMs + CHECK_MS;
    this.#isAway = false;
    const absence = whyAbsent(this.path);
    if (absence === null) return;
    try {
      this.#fail(absence);
      this.#isAway = !makeAgain(this.#options.directory);
      if (this.#isAway) return;
      this.#bytes = 0;
      this.#stream.reopen(this.path);
    } catch (reason) {
      this.#fail(reason);
    }
  }

  #fail(reason: unknown): void {
    const isNews = this.#failure === null;
    this.#failure = diskFault(reason, this.#options.directory);
    if (isNews) this.#onTrouble(this.#failure, 0);
  }

  #recover(): void {
    if (this.#failure === null || this.#isAway) return;
    this.#failure = null;
    const dropped = this.#droppedSince;
    this.#droppedSince = 0;
    this.#onTrouble(null, dropped);
  }

  #append(line: string): void {
    const bytes = Buffer.from(line);
    this.#bytes += bytes.length;
    this.#stream.write(bytes);
  }

  #tellDropped(): void {
    const lines = this.#dropped;
    this.#dropped = 0;
    this.#append(
      `${JSON.stringify({ level: 'warn', time: new Date(this.#clock.nowMs()).toISOString(), event: 'log.dropped', lines, msg: 'The disk did not take the log in time' })}\n`,
    );
  }

  #rotate(nowMs: number): void {
    this.#dayEndsMs = endOfDay(nowMs);
    const day = formatDay(nowMs);
    // Not asked of the disk: lines that still wait have not made the file grow yet.
    this.#name = { day, number: day === this.#name.day ? this.#name.number + 1 : 0 };
    this.#bytes = sizeOf(this.path);
    try {
      makeAgain(this.#options.directory);
      this.#stream.reopen(this.path);
      this.#removeOld();
    } catch (reason) {
      this.#fail(reason);
    }
  }

  /** Only files named by us, oldest first; the one that is written counts, also before it appears. */
  #removeOld(): void {
    const { directory, keepDays, totalBytesMax, fileBytesMax } = this.#options;
    const oldestDay = formatDay(this.#clock.nowMs() - (keepDays - 1) * DAY_MS);
    let bytes = fileBytesMax;
    for (const name of [...ownNames(directory)].reverse()) {
      if (textOf(name) === textOf(this.#name)) continue;
      const file = join(directory, textOf(name));
      bytes += sizeOf(file);
      if (name.day >= oldestDay && bytes <= totalBytesMax) continue;
      try {
        unlinkSync(file);
      } catch {
        // Read by a program on Windows, or gone already: the next rotation tries again.
      }
    }
  }
}

/**
 * Makes a log directory that was removed. Not where the directory above is gone, too: that is the data directory, and one that is
 * moved back must find its place free. Returns whether it is there.
 */
function makeAgain(directory: string): boolean {
  if (!existsSync(dirname(directory))) return false;
  mkdirSync(directory, { recursive: true });
  return true;
}

/** What of sonic-boom is used, in its byte mode, which its types do not know. */
interface ByteStream {
  write(bytes: Uint8Array): boolean;
  reopen(path: string): void;
  flushSync(): void;
  end(): void;
  on(event: 'error' | 'drop' | 'write', listener: (reason: unknown) => void): unknown;
  once(event: 'ready' | 'close' | 'error', listener: (reason: unknown) => void): unknown;
}

/**
 * Asynchronous: a line costs no system call of its own, a killed process loses at most what one write has not taken yet, and
 * pino flushes by itself when the process exits or throws. Bytes, since with text sonic-boom measures all that waits anew with
 * each line: half of what a line costs.
 */
function openStream(path: string): ByteStream {
  const stream: unknown = pino.destination({
    dest: path,
    sync: false,
    append: true,
    minLength: 0,
    maxLength: WAITING_BYTES_MAX,
    contentMode: 'buffer',
  });
  return stream as ByteStream;
}

/** `swic-20261123.2.log` in parts. */
interface LogName {
  readonly day: string;
  readonly number: number;
}

function textOf({ day, number }: LogName): string {
  return number === 0 ? `swic-${day}.log` : `swic-${day}.${number}.log`;
}

/** The day's last file while it has room, else the next number. */
function nameAtStart(options: RotationOptions, day: string): LogName {
  const last = ownNames(options.directory).findLast((name) => name.day === day);
  if (last === undefined) return { day, number: 0 };
  return sizeOf(join(options.directory, textOf(last))) < options.fileBytesMax ? last : { day, number: last.number + 1 };
}

/** Names of the log files in a directory, oldest first; none where it cannot be read. */
export function logFiles(directory: string): readonly string[] {
  try {
    return ownNames(directory).map(textOf);
  } catch {
    return [];
  }
}

/** Oldest first. */
function ownNames(directory: string): readonly LogName[] {
  const names = readdirSync(directory).flatMap((text) => {
    const [, day, number = '0'] = FILE_NAME.exec(text) ?? [];
    return day === undefined ? [] : [{ day, number: Number(number) }];
  });
  return names.sort((a, b) => (a.day === b.day ? a.number - b.number : a.day < b.day ? -1 : 1));
}

function sizeOf(path: string): number {
  return whyAbsent(path) === null ? statSync(path).size : 0;
}

/** What the system says; null = the file is there. */
function whyAbsent(path: string): unknown {
  try {
    statSync(path);
    return null;
  } catch (reason) {
    return reason;
  }
}

/** The first instant of the next day in China time, which has whole hours of offset and no summer time. */
function endOfDay(nowMs: number): number {
  const offsetMs = 8 * 3_600_000;
  return (Math.floor((nowMs + offsetMs) / DAY_MS) + 1) * DAY_MS - offsetMs;
}
