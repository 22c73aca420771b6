import type { AlertsConfig, ReportConfig } from '../config/alerts-schema.js';
import type { AlertPolicy, RuleSettings } from '../domain/alerts/policy.js';
import { type AlertRule, alertRule, isAtLeastLevel, type LimitUnit } from '../domain/alerts/rules.js';
import { isWithinDaySpan, type WorkingHours, workingMsBetween } from '../domain/alerts/working-time.js';
import type { ReportTime } from '../domain/report/due.js';
import type { ReportMarks } from './alert-state.js';

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
  const hours = workingHours(config);
  const { until } = config.rules['password-ending'];
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
    workingMs: (fromMs, toMs) => workingMsBetween(hours, fromMs, toMs),
    // The day itself is its last.
    passwordUntilMs: until === null ? null : Date.parse(`${until}T24:00:00+08:00`),
    isQuiet: (level, nowMs) => isQuiet(config.quietHours, level, nowMs),
  };
}

function workingHours({ workingHours: { days, from, to, holidays, workdays } }: AlertsConfig): WorkingHours {
  return {
    days,
    fromMinute: minuteOf(from),
    toMinute: minuteOf(to),
    holidays: new Set(holidays.map(compactDay)),
    workdays: new Set(workdays.map(compactDay)),
  };
}

function isQuiet(quiet: AlertsConfig['quietHours'], level: RuleSettings['level'], nowMs: number): boolean {
  if (quiet === null || isAtLeastLevel(level, quiet.except)) return false;
  return isWithinDaySpan({ fromMinute: minuteOf(quiet.from), toMinute: minuteOf(quiet.to) }, nowMs);
}

/** What no report goes to is forgotten: where it is wanted again, nothing of the time between was missed. */
export function wantedMarks(config: ReportConfig | null, { toldDay, writtenDay }: ReportMarks): ReportMarks {
  return {
    toldDay: config === null || config.channels.length === 0 ? null : toldDay,
    writtenDay: config === null || config.directory === null ? null : writtenDay,
  };
}

export function reportTime({ at, about }: ReportConfig): ReportTime {
  return { atMinute: minuteOf(at), about };
}

/** `08:30`: of the day. */
function minuteOf(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

const compactDay = (day: string): string => day.replaceAll('-', '');
