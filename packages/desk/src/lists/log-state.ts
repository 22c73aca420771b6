import type { LogCursor, LogHistoryParams, LogLevel, LogLine } from '@swic/core/contract';

export interface LogState {
  readonly lines: readonly LogLine[];
  readonly skipped: number;
  readonly level: LogLevel;
  readonly filter: string;
  /** Number of the line at the bottom while not following; null = the newest. */
  readonly bottomSeq: number | null;
  /** Lines of the log files before the live ones; null = none were asked for. */
  readonly history: LogHistoryState | null;
}

export interface LogHistoryState {
  /** The oldest live line: the files are read from before it. */
  readonly before: LogHistoryParams['before'];
  /** Its number here; what is loaded from the files has smaller ones. */
  readonly liveSeq: number;
  readonly cursor: LogCursor | null;
  readonly isAtEnd: boolean;
  readonly isLoading: boolean;
}

export const LOG_INITIAL: LogState = {
  lines: [],
  skipped: 0,
  level: 'info',
  filter: '',
  bottomSeq: null,
  history: null,
};
