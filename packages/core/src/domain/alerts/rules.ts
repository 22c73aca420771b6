/** How urgent an alert is. Quiet hours and channels go by it. */
export type AlertLevel = 'notice' | 'warning' | 'error';

/** From the least to the most urgent. */
export const ALERT_LEVELS = ['notice', 'warning', 'error'] as const satisfies readonly AlertLevel[];

/** Is a level as urgent as `least`, or more? Pure. */
export function isAtLeastLevel(level: AlertLevel, least: AlertLevel): boolean {
  return ALERT_LEVELS.indexOf(level) >= ALERT_LEVELS.indexOf(least);
}

/** Of several; `notice` where there is none. Pure. */
export function mostUrgent(ones: readonly { readonly level: AlertLevel }[]): AlertLevel {
  return ALERT_LEVELS.findLast((level) => ones.some((one) => one.level === level)) ?? 'notice';
}

interface RuleRow {
  readonly level: AlertLevel;
  /** What `limit` counts; it is the name of the setting. */
  readonly unit: LimitUnit;
  readonly limit: number;
  /** `lasts`: told again while the trouble lasts; `grows`: only when there is more of it than was told. */
  readonly repeat: 'lasts' | 'grows';
  readonly repeatMinutes: number;
  /** May a business have its own threshold? */
  readonly isOfBusiness: boolean;
}

/** The unit of a threshold, as the setting is called. */
export type LimitUnit = 'afterMinutes' | 'fromDocuments' | 'withinDays' | 'afterWorkingHours' | 'overAfterMinutes';

const HOUR = 60;
const DAY = 24 * HOUR;

/** Every rule with its defaults. The names are public: settings, messages and scripts use them. */
export const ALERT_RULES = {
  'flow-held': rule('error', ['afterMinutes', 10], ['lasts', 4 * HOUR], true),
  'documents-rejected': rule('warning', ['fromDocuments', 1], ['grows', 30], true),
  'documents-returned': rule('warning', ['fromDocuments', 1], ['grows', 30], true),
  'outcome-unknown': rule('error', ['fromDocuments', 1], ['lasts', 4 * HOUR], true),
  'answers-overdue': rule('warning', ['fromDocuments', 1], ['grows', 4 * HOUR], true),
  'file-waiting': rule('warning', ['afterMinutes', 30], ['lasts', 4 * HOUR], true),
  'nothing-received': rule('warning', ['afterWorkingHours', 4], ['lasts', DAY], false),
  'receipt-unreadable': rule('warning', ['overAfterMinutes', 60], ['grows', HOUR], false),
  'certificate-ending': rule('warning', ['withinDays', 30], ['lasts', 3 * DAY], false),
  'password-ending': rule('warning', ['withinDays', 14], ['lasts', DAY], false),
  'disk-trouble': rule('error', ['afterMinutes', 1], ['lasts', 4 * HOUR], false),
  'ledger-trouble': rule('error', ['afterMinutes', 0], ['lasts', 4 * HOUR], false),
  'verify-broken': rule('error', ['fromDocuments', 1], ['lasts', DAY], false),
  'agent-restarted': rule('error', ['overAfterMinutes', 60], ['grows', HOUR], false),
} as const satisfies Readonly<Record<string, RuleRow>>;

/** The name of a rule. */
export type AlertRule = keyof typeof ALERT_RULES;

/** All names, in the order of the table. */
export const ALERT_RULE_NAMES = Object.keys(ALERT_RULES) as readonly AlertRule[];

/** The row of a rule, with every field that rows have. Pure. */
export function alertRule(name: AlertRule): RuleRow {
  return ALERT_RULES[name];
}

function rule(
  level: AlertLevel,
  [unit, limit]: readonly [LimitUnit, number],
  [repeat, repeatMinutes]: readonly [RuleRow['repeat'], number],
  isOfBusiness: boolean,
): RuleRow {
  return { level, unit, limit, repeat, repeatMinutes, isOfBusiness };
}
