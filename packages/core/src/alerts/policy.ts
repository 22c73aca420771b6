import type { AlertsConfig } from '../config/alerts-schema.js';
import type { AlertPolicy, RuleSettings } from '../domain/alerts/policy.js';
import { type AlertRule, alertRule, type LimitUnit } from '../domain/alerts/rules.js';

type RuleConfig = {
  readonly enabled: boolean;
  readonly level: RuleSettings['level'];
  readonly repeatMinutes: number;
} & {
  readonly [U in LimitUnit]?: number;
};

type BusinessRule = { readonly enabled: boolean | null; readonly level: RuleSettings['level'] | null } & {
  readonly [U in LimitUnit]?: number | null;
};

const MINUTE_MS = 60_000;

/** The settings as the pure part takes them. */
export function alertPolicy(config: AlertsConfig): AlertPolicy {
  const rules: Readonly<Record<AlertRule, RuleConfig>> = config.rules;
  const businesses: Readonly<Record<string, { readonly [R in AlertRule]?: BusinessRule }>> = config.businesses;
  return {
    ruleOf: (rule, business) => {
      const { unit, limit } = alertRule(rule);
      const common = rules[rule];
      const own = business === null ? undefined : businesses[business]?.[rule];
      return {
        isEnabled: own?.enabled ?? common.enabled,
        level: own?.level ?? common.level,
        limit: own?.[unit] ?? common[unit] ?? limit,
        repeatMs: common.repeatMinutes * MINUTE_MS,
      };
    },
    isQuiet: () => false,
  };
}
