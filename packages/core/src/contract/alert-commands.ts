import type { AlertRule, AlertsReport, AlertTrial } from './alerts.js';

/** What a person asks a running agent about alerts; part of `CommandMap`. */
export interface AlertCommandMap {
  /** What is wrong, who is told, what waits. Null = the configuration has no alerts. */
  alerts: { readonly params: null; readonly result: AlertsReport | null };
  /** A trial message to one channel, or to all, straight and once. Rejects with `command.not-found`. */
  testAlerts: { readonly params: { readonly channel: string | null }; readonly result: readonly AlertTrial[] };
  /**
   * Nothing of a rule, or of any, is told for so long; 0 ends the silence. What is still wrong then is told, and so is what was over
   * by then. Rejects with `command.failed` where there are no alerts.
   */
  silenceAlerts: {
    readonly params: { readonly rule: AlertRule | null; readonly minutes: number; readonly by: string | null };
    readonly result: AlertsReport;
  };
}
