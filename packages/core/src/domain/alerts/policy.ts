import type { AlertLevel, AlertRule } from './rules.js';

/** A rule as it is in force, for a business or for all. */
export interface RuleSettings {
  readonly isEnabled: boolean;
  readonly level: AlertLevel;
  /** In the unit of the rule. */
  readonly limit: number;
  readonly repeatMs: number;
}

/** What the configuration says about alerts, as the pure part needs it. */
export interface AlertPolicy {
  /** `business` null = where the rule is about no business. */
  readonly ruleOf: (rule: AlertRule, business: string | null) => RuleSettings;
  /** Working time between two moments. */
  readonly workingMs: (fromMs: number, toMs: number) => number;
  /** When the password of the broker ends, by the user's word; null = not known. */
  readonly passwordUntilMs: number | null;
  /** Is this a time in which less urgent alerts wait? */
  readonly isQuiet: (level: AlertLevel, nowMs: number) => boolean;
}
