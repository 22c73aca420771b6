import type { AlertBook } from '../domain/alerts/book.js';
import { EMPTY_BOOK } from '../domain/alerts/book.js';
import type { ChannelQueue } from '../domain/alerts/queue.js';

/** All that alerts remember: one value, written whole, so that a message and the word that it was told are durable together. */
export interface AlertState {
  readonly version: 1;
  readonly book: AlertBook;
  readonly queues: Readonly<Record<string, ChannelQueue>>;
}

export const EMPTY_STATE: AlertState = { version: 1, book: EMPTY_BOOK, queues: {} };
