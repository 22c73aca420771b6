import type { EventType, SwicEvent } from '../contract/events.js';
import { printable } from '../contract/printable.js';
import { ALERT_ROWS } from './log-rows/alert.js';
import { BOOK_ROWS } from './log-rows/book.js';
import { DOCUMENT_ROWS } from './log-rows/document.js';
import { FLOW_ROWS } from './log-rows/flow.js';
import { GATEWAY_ROWS } from './log-rows/gateway.js';
import { MAINTENANCE_ROWS } from './log-rows/maintenance.js';
import { RECEIPT_ROWS } from './log-rows/receipt.js';
import type { EventOf, Locale, LogLevel, LogRow, LogRows } from './log-rows/row.js';
import { SELF_ROWS } from './log-rows/self.js';
import { TRANSPORT_ROWS } from './log-rows/transport.js';
import { WEB_ROWS } from './log-rows/web.js';
import { redact } from './redact.js';

/** What the log says about every event: a type without its row does not compile. */
export const LOG_TABLE: LogRows<EventType> = {
  ...GATEWAY_ROWS,
  ...FLOW_ROWS,
  ...SELF_ROWS,
  ...TRANSPORT_ROWS,
  ...DOCUMENT_ROWS,
  ...RECEIPT_ROWS,
  ...ALERT_ROWS,
  ...MAINTENANCE_ROWS,
  ...WEB_ROWS,
  ...BOOK_ROWS,
};

/** The row of an event's type, typed so that it takes this event. */
export function logRowOf<T extends EventType>(type: T): LogRow<EventOf<T>> {
  return LOG_TABLE[type];
}

export function levelOf(event: SwicEvent): LogLevel {
  const { level } = logRowOf(event.type);
  return typeof level === 'function' ? level(event) : level;
}

/** One line for people, without a secret, and fit for a terminal whatever foreign text is in it. */
export function messageOf(event: SwicEvent, locale: Locale): string {
  return printable(redact(logRowOf(event.type)[locale](event)));
}

const ORDER: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** Is a message of `level` shown where `least` is asked for? */
export function isAtLeast(level: LogLevel, least: LogLevel): boolean {
  return ORDER[level] >= ORDER[least];
}
