import type { EventType } from '../../contract/events.js';
import type { Instruments } from '../instruments.js';
import type { EventOf } from '../log-rows/row.js';

/** What one type of event means for the numbers. */
export interface MetricRow<E> {
  /** For docs/events.md. */
  readonly metrics: readonly string[];
  readonly update: (instruments: Instruments, event: E, atMs: number) => void;
}

/** The rows of some types; null says that no number follows from it. */
export type MetricRowsOf<T extends EventType> = { readonly [K in T]: MetricRow<EventOf<K>> | null };
