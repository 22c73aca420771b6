import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { SwicEvent } from '../contract/events.js';
import {
  LOG_LEVELS,
  type LogHistoryPage,
  type LogHistoryParams,
  type LogLevel,
  type LogLine,
} from '../contract/log-line.js';
import { printable } from '../contract/printable.js';
import { isAtLeast, LOG_TABLE, messageOf } from './log-table.js';
import { logFiles } from './rotating-file.js';

/** One answer holds no more. */
const LINES_MAX = 2_000;
/** Read at a time, from the end towards the beginning. A longer line is none of ours. */
const PIECE_BYTES = 256 * 1024;
/** One answer reads no more than this where few lines are of the level; the caller goes on from there. */
const READ_BYTES_MAX = 16 * 1024 * 1024;
const LINE_FEED = 10;

/**
 * A page of what the log files of this run and of earlier ones hold, from the newest line towards the oldest. A file that was removed
 * since the page before ends the history: those before it went earlier. What is no line of ours is passed over, and a file that
 * cannot be read is left out.
 */
export async function readLogHistory(directory: string, params: LogHistoryParams): Promise<LogHistoryPage> {
  const files = [...logFiles(directory)].reverse();
  const { cursor } = params;
  const first = cursor === null ? 0 : files.indexOf(cursor.file);
  const wanted: Wanted = { ...params, limit: Math.min(params.limit, LINES_MAX) };
  const found: LogLine[] = [];
  let bytes = 0;
  for (const file of first < 0 ? [] : files.slice(first)) {
    const read = await readFile(join(directory, file), cursor?.file === file ? cursor.end : null, {
      wanted,
      found,
      bytes,
    });
    bytes = read.bytes;
    if (read.end > 0) return { lines: found.reverse(), cursor: { file, end: read.end } };
  }
  return { lines: found.reverse(), cursor: null };
}

type Wanted = Omit<LogHistoryParams, 'cursor'>;

interface Progress {
  readonly wanted: Wanted;
  /** Newest first; grows. */
  readonly found: LogLine[];
  readonly bytes: number;
}

interface ReadTo {
  /** Where the next page goes on in this file; 0 = it was read to its beginning. */
  readonly end: number;
  readonly bytes: number;
}

/** Removed by age, or locked: the files around it are still of use. */
async function readFile(path: string, from: number | null, progress: Progress): Promise<ReadTo> {
  try {
    await using file = await open(path, 'r');
    return await readBack(file, from ?? (await file.stat()).size, progress);
  } catch {
    return { end: 0, bytes: progress.bytes };
  }
}

/** From `from` towards the beginning, until there are enough lines or enough was read. */
async function readBack(file: FileHandle, from: number, { wanted, found, bytes: before }: Progress): Promise<ReadTo> {
  let bytes = before;
  let end = from;
  while (end > 0 && bytes < READ_BYTES_MAX) {
    const piece = await readPiece(file, end);
    bytes += end - piece.start;
    for (const { text, start } of piece.lines) {
      if (found.length >= wanted.limit) return { end, bytes };
      end = start;
      const line = toLine(text);
      if (line !== null && isWanted(line, wanted)) found.push(line);
    }
    end = piece.start;
  }
  return { end, bytes };
}

interface Piece {
  /** The offset of its first whole line. */
  readonly start: number;
  /** Newest first. */
  readonly lines: readonly { readonly text: string; readonly start: number }[];
}

async function readPiece(file: FileHandle, end: number): Promise<Piece> {
  const from = Math.max(0, end - PIECE_BYTES);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(end - from), 0, end - from, from);
  const bytes = buffer.subarray(0, bytesRead);
  // The first line is cut in two where the piece does not begin with the file.
  const cut = from === 0 ? -1 : bytes.indexOf(LINE_FEED);
  if (from > 0 && (cut < 0 || cut === bytes.length - 1)) return { start: from, lines: [] };
  const lines: { text: string; start: number }[] = [];
  let start = cut + 1;
  while (start < bytes.length) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const stop = feed < 0 ? bytes.length : feed;
    lines.push({ text: bytes.toString('utf8', start, stop), start: from + start });
    start = stop + 1;
  }
  return { start: from + cut + 1, lines: lines.reverse() };
}

/** Of one millisecond, those of a smaller number are earlier. */
function isWanted(line: LogLine, { level, before }: Wanted): boolean {
  if (!isAtLeast(line.level, level)) return false;
  if (before === null) return true;
  return line.atMs < before.atMs || (line.atMs === before.atMs && line.seq < before.seq);
}

/** null = not a line of ours, e.g. one that a full disk cut off. */
function toLine(text: string): LogLine | null {
  const values = parse(text);
  if (values === null) return null;
  const { level, time, seq, event, msg, business, document } = values;
  const atMs = Date.parse(String(time));
  const known = LOG_LEVELS.find((each) => each === level);
  if (known === undefined || Number.isNaN(atMs) || typeof event !== 'string') return null;
  const words = wordsOf(event, values, typeof msg === 'string' ? msg : event);
  return {
    seq: typeof seq === 'number' ? seq : 0,
    atMs,
    level: known satisfies LogLevel,
    type: event as LogLine['type'],
    business: typeof business === 'string' ? business : null,
    document: typeof document === 'string' ? document : null,
    ...words,
  };
}

/** In both languages, where the line has everything that its sentence needs; else as it was written then. */
function wordsOf(event: string, values: Readonly<Record<string, unknown>>, msg: string): Pick<LogLine, 'zh' | 'en'> {
  const asWritten = { zh: printable(msg), en: printable(msg) };
  if (!Object.hasOwn(LOG_TABLE, event)) return asWritten;
  try {
    const again = { ...values, type: event } as unknown as SwicEvent;
    return { zh: messageOf(again, 'zh'), en: messageOf(again, 'en') };
  } catch {
    // Another version wrote it, with other facts.
    return asWritten;
  }
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
