import type { FaultRecord } from '../../contract/fault.js';
import type { MaintenanceEdge } from '../maintenance/edge.js';
import type { AlertLevel, AlertRule } from './rules.js';

/** What is wrong at this moment, as a rule sees it. The same trouble has the same key at every look. */
export interface Trouble {
  readonly key: string;
  readonly rule: AlertRule;
  readonly level: AlertLevel;
  readonly sinceMs: number;
  /** How many documents, files or flows. */
  readonly count: number;
  /** What it is about: flows, businesses, files of certificates. Never the name or the content of a document. */
  readonly places: readonly string[];
  /** Why, where a fault says so. */
  readonly fault: FaultRecord | null;
  /** Of a certificate or a password: its end; of a count: null. */
  readonly untilMs: number | null;
  /** Maintenance explains it: nothing of it is told while that lasts, but that it is over. */
  readonly isPlanned: boolean;
  /** When it began, seen from a time of maintenance that is near; null = none is. */
  readonly edge: MaintenanceEdge | null;
  /** It is told once it has been there for so long; 0 where the rule has seen to that. */
  readonly afterMs: number;
}

/**
 * What is told of a trouble: that it began, that it lasts or has grown, that it is over, or, after a quiet time, what was in it
 * (`began` and `over` at once where it is over by then).
 */
export interface Notice {
  /** Of the trouble: the same for all that is told of it. */
  readonly trouble: string;
  readonly phase: 'began' | 'lasts' | 'over';
  readonly rule: AlertRule;
  readonly level: AlertLevel;
  readonly key: string;
  readonly sinceMs: number;
  /** Null while it lasts. */
  readonly endedMs: number | null;
  readonly count: number;
  readonly places: readonly string[];
  readonly fault: FaultRecord | null;
  readonly untilMs: number | null;
  /** A message that an earlier version has queued does not have it. */
  readonly edge?: MaintenanceEdge | null;
}
