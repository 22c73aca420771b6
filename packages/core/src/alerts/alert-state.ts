import type { AlertBook } from '../domain/alerts/book.js';
import { EMPTY_BOOK } from '../domain/alerts/book.js';
import type { ChannelQueue } from '../domain/alerts/queue.js';
import { type AlertTally, EMPTY_TALLY } from '../domain/alerts/tally.js';

/** All that alerts remember: one value, written whole, so that a message and the word that it was told are durable together. */
export interface AlertState {
  readonly version: 1;
  readonly book: AlertBook;
  readonly queues: Readonly<Record<string, ChannelQueue>>;
  readonly tally: AlertTally;
  readonly reports: ReportMarks;
  /** An agent runs, or ended without having been asked to. */
  readonly isRunning: boolean;
}

/** `yyyyMMdd`, China time: the day on which the time of the last daily report came that is done; null = none is known. */
export interface ReportMarks {
  /** It waits for its channels, or they have it. */
  readonly toldDay: string | null;
  /** Its files are there. */
  readonly writtenDay: string | null;
}

export const EMPTY_STATE: AlertState = {
  version: 1,
  book: EMPTY_BOOK,
  queues: {},
  tally: EMPTY_TALLY,
  reports: { toldDay: null, writtenDay: null },
  isRunning: false,
};
