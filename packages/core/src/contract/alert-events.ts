import type { AlertLevel, AlertMessage, AlertRule, AlertsReport } from './alerts.js';
import type { FaultRecord } from './fault.js';

/** What happens to alerts. */
export type AlertEvent =
  | {
      /** A message is on its way to channels; none where every channel leaves its level out. */
      readonly type: 'alert.told';
      readonly message: string;
      readonly kind: AlertMessage['kind'];
      readonly level: AlertLevel;
      readonly rules: readonly AlertRule[];
      readonly channels: readonly string[];
    }
  | {
      readonly type: 'alert.delivered';
      readonly channel: string;
      readonly message: string;
      readonly attempts: number;
    }
  | {
      readonly type: 'alert.failed';
      readonly channel: string;
      readonly message: string;
      readonly attempts: number;
      readonly delayMs: number;
      readonly fault: FaultRecord;
    }
  /** Too many waited, or for too long: they are given up. */
  | { readonly type: 'alert.dropped'; readonly channel: string; readonly messages: number }
  /** The memory of alerts cannot be written: they are told all the same, and after a crash perhaps again. */
  | { readonly type: 'alert.unkept'; readonly fault: FaultRecord }
  /** The files of the daily report are there: `file` with .txt and .json; `day` as `yyyyMMdd`. */
  | { readonly type: 'report.written'; readonly day: string; readonly file: string }
  /** The daily report was not made or not written; it is tried again each minute. */
  | { readonly type: 'report.failed'; readonly day: string; readonly fault: FaultRecord }
  /** What is wrong, who is told or what waits has changed; null = the configuration has no alerts any longer. */
  | { readonly type: 'alerts.counted'; readonly report: AlertsReport | null };
