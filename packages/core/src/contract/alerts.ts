import type { AlertLevel, AlertRule } from '../domain/alerts/rules.js';
import type { Notice } from '../domain/alerts/trouble.js';
import type { DailyReport } from './day-report.js';
import type { FaultRecord } from './fault.js';

export type { AlertLevel, AlertRule, LimitUnit } from '../domain/alerts/rules.js';
export { ALERT_LEVELS, ALERT_RULE_NAMES, isAtLeastLevel } from '../domain/alerts/rules.js';
export type { Notice } from '../domain/alerts/trouble.js';

/** Which agent speaks; never a secret. */
export interface AlertSender {
  readonly clientId: string;
  readonly environment: string;
  /** Name of the machine. */
  readonly host: string;
  readonly version: string;
}

/**
 * What is delivered to a channel, once or, after a crash or an answer that was lost, more than once with the same id.
 *
 * - `alert`   what began, lasts or is over
 * - `summary` the same, of a quiet time or a silence that has ended
 * - `report`  a day in numbers, at the time of `alerts.report`; no notices
 * - `test`    a person tries the channel; no notices
 */
export interface AlertMessage {
  /** The same at every attempt; another installation has other ids. */
  readonly id: string;
  readonly kind: 'alert' | 'summary' | 'report' | 'test';
  readonly atMs: number;
  readonly level: AlertLevel;
  readonly sender: AlertSender;
  readonly notices: readonly Notice[];
  /** With `report` alone; else null. */
  readonly report: DailyReport | null;
  /** A page to look at, as configured; null = none. */
  readonly link: string | null;
}

/** The kind of a channel, as the configuration names it. */
export type AlertChannelKind = 'webhook' | 'command' | 'system' | 'wecom' | 'dingtalk' | 'feishu' | 'mail';

/** A channel, and how its messages fare. Counts are since the data directory was made. */
export interface AlertChannelState {
  readonly name: string;
  readonly kind: AlertChannelKind;
  /** Messages that wait for it. */
  readonly queued: number;
  readonly delivered: number;
  /** Messages that were given up, because too many waited or for too long. */
  readonly dropped: number;
  readonly lastDeliveredMs: number | null;
  /** Why the oldest that waits was not delivered at the last attempt; null where none waits or none was tried. */
  readonly fault: FaultRecord | null;
}

/** A trouble that the agent knows of. */
export interface OpenAlert {
  readonly trouble: string;
  readonly rule: AlertRule;
  readonly level: AlertLevel;
  readonly sinceMs: number;
  readonly count: number;
  readonly places: readonly string[];
  readonly fault: FaultRecord | null;
  /** Of a certificate or a password: its end; else null. */
  readonly untilMs: number | null;
  /** When it was told last; null = not yet: it is quiet, or silenced. */
  readonly toldMs: number | null;
}

/** Nothing of the rule is told until then; `rule` null = of any. */
export interface AlertSilence {
  readonly rule: AlertRule | null;
  readonly untilMs: number;
  readonly by: string;
}

/** What is wrong, and who is told. */
export interface AlertsReport {
  readonly open: readonly OpenAlert[];
  readonly channels: readonly AlertChannelState[];
  readonly silences: readonly AlertSilence[];
}

/** What came of a trial message to one channel. */
export interface AlertTrial {
  readonly channel: string;
  readonly kind: AlertChannelKind;
  readonly durationMs: number;
  /** Null = it was taken. */
  readonly fault: FaultRecord | null;
}
