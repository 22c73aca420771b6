import type { EventType, SwicEvent } from '../../contract/events.js';
import type { LogLevel } from '../../contract/log-line.js';

export type Locale = 'zh' | 'en';
export type { LogLevel };

export type EventOf<T extends EventType> = Extract<SwicEvent, { readonly type: T }>;

type FieldOf<E> = Exclude<keyof E, 'type'> & string;

/** What the log says about one type of event. */
export interface LogRow<E> {
  /** Fixed, or told by the event itself. */
  readonly level: LogLevel | ((event: E) => LogLevel);
  /** When this happens, for docs/events.md: zh, en. */
  readonly about: readonly [zh: string, en: string];
  readonly zh: (event: E) => string;
  readonly en: (event: E) => string;
  /** What a line in the log file carries besides the message: everything the event has. */
  readonly fields: readonly FieldOf<E>[];
}

export type LogRows<T extends EventType> = { readonly [K in T]: LogRow<EventOf<K>> };
