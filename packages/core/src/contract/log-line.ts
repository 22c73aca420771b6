import type { EventType } from './events.js';

/** The levels of the log, from the least to the most serious. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
/** One of LOG_LEVELS; who asks for a level gets it and the more serious ones. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** An event as the log says it, in both languages: made where the log is made, so that the two never differ. */
export interface LogLine {
  readonly seq: number;
  readonly atMs: number;
  readonly level: LogLevel;
  readonly type: EventType;
  /** null where the event belongs to no business. */
  readonly business: string | null;
  readonly document: string | null;
  readonly zh: string;
  readonly en: string;
}

/** What came since the last one. */
export interface LogLines {
  readonly lines: readonly LogLine[];
  /** Lines that were left out, because more came than the watcher wants: the log file has them. */
  readonly skipped: number;
}

/** Where a page of the log files ended; the next one goes on from there. */
export interface LogCursor {
  readonly file: string;
  /** Offset in bytes: everything from here on was read. */
  readonly end: number;
}

/** Which lines of the log files a page has; times are epoch ms. */
export interface LogHistoryParams {
  readonly level: LogLevel;
  /** Lines before this one alone, e.g. the oldest that is shown already; null = from the newest on. */
  readonly before: { readonly atMs: number; readonly seq: number } | null;
  /** Of the page before; null = the first. */
  readonly cursor: LogCursor | null;
  /** At most 2,000. */
  readonly limit: number;
}

/** Lines of this run and of earlier ones, oldest first; the numbers of earlier runs are their own. */
export interface LogHistoryPage {
  readonly lines: readonly LogLine[];
  /** null = there is nothing older. */
  readonly cursor: LogCursor | null;
}

/** Which lines of the log a watcher wants, and how many. */
export interface WatchParams {
  /** Lines after this number are in the answer, at most 1,000; null = all that are kept. */
  readonly afterSeq: number | null;
  readonly level: LogLevel;
  /** At most about this many lines a second; warnings and errors go before the rest. */
  readonly perSecond: number;
}
