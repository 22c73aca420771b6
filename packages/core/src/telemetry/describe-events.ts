import type { EventType } from '../contract/events.js';
import type { LogLevel } from './log-rows/row.js';
import { LOG_TABLE, logRowOf } from './log-table.js';
import { metricRowOf } from './metric-table.js';
import { recordRowOf } from './record-table.js';

/** One row of docs/events.md. */
export interface EventDescription {
  readonly type: EventType;
  /** `by content` where the event itself tells. */
  readonly level: LogLevel | 'by content';
  readonly zh: string;
  readonly en: string;
  readonly fields: readonly string[];
  readonly metrics: readonly string[];
  /** Does the operator's view change by it? */
  readonly isInSnapshot: boolean;
}

/** Every event, in the order of the tables; what docs/events.md is generated from. */
export function describeEvents(): readonly EventDescription[] {
  return (Object.keys(LOG_TABLE) as EventType[]).map((type) => {
    const { level, about, fields } = logRowOf(type);
    return {
      type,
      level: typeof level === 'function' ? 'by content' : level,
      zh: about[0],
      en: about[1],
      fields,
      metrics: metricRowOf(type)?.metrics ?? [],
      isInSnapshot: recordRowOf(type) !== null,
    };
  });
}
