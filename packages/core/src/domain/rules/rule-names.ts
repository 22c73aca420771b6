/**
 * The rules that can be set to `off | warn | reject` for each business. The names are public: they stand in configurations,
 * in explanations and in what `swic validate` prints.
 */
export const RULES = {
  'structure.root': 'reject',
  'structure.namespace': 'reject',
  'structure.missing': 'reject',
  'structure.repeated': 'reject',
  'structure.order': 'reject',
  'structure.message-type': 'reject',
  'element.unknown': 'warn',
  'field.length': 'reject',
  'field.type': 'warn',
  'field.scale': 'warn',
  'field.value': 'warn',
  'field.shape': 'warn',
  'field.required-draft': 'warn',
  'field.required-declare': 'reject',
} as const satisfies Record<string, RuleLevel>;

export type RuleLevel = 'off' | 'warn' | 'reject';

export type RuleName = keyof typeof RULES;

/**
 * Who says what a rule asks: an official schema or table, several independent sources, or one alone. What one alone says is wrong
 * often enough that it never refuses a document by itself.
 */
export type Certainty = 'official' | 'several' | 'one';

/** How serious what is; plain data, since it crosses the border of a thread. */
export interface RuleLevels {
  readonly rules: Readonly<Record<RuleName, RuleLevel>>;
  /** The rules whose level the user said: these hold whatever the certainty. */
  readonly said: readonly RuleName[];
  /** Levels of single fields, by the end of their path: `DecHead/CopCode`. They hold for every rule about that field. */
  readonly fields: Readonly<Record<string, RuleLevel>>;
}

export const RULE_NAMES = Object.keys(RULES) as readonly RuleName[];

/**
 * What a document asks for: `declare` for OperType C and D of a declaration and for DelcareFlag 1 of the special areas, `draft`
 * for everything else, uploads (A, B, E) included: what is still missing there is filled in on the web page.
 */
export type Phase = 'draft' | 'declare';

/**
 * What differs from the table above by itself. The required fields of the special areas come from one public project's own
 * checks, not from an official schema, so they only warn.
 */
const BUSINESS_LEVELS: Readonly<Record<string, Partial<RuleLevels['rules']>>> = {
  SAS: { 'field.required-declare': 'warn' },
  NEMS: { 'field.required-declare': 'warn' },
  NPTS: { 'field.required-declare': 'warn' },
  ACMP: { 'field.required-declare': 'warn' },
};

/** The name of a rule, or a path of at least two names: whether there is such a field is told by `config check`. */
export function isRuleOrField(key: string): boolean {
  return Object.hasOwn(RULES, key) || /^[^\s/.]+(?:\/[^\s/.]+)+$/.test(key);
}

/**
 * The levels of a business: the defaults, what its family changes, and what the user says, in this order. A key that is no rule is
 * the path of a field.
 */
export function ruleLevels(
  business: string,
  overrides: { readonly [key: string]: RuleLevel | undefined } = {},
): RuleLevels {
  const given = Object.entries(overrides).filter((entry): entry is [string, RuleLevel] => entry[1] !== undefined);
  const isRule = ([key]: readonly [string, RuleLevel]): boolean => Object.hasOwn(RULES, key);
  const rules = given.filter(isRule);
  return {
    rules: { ...RULES, ...BUSINESS_LEVELS[business], ...Object.fromEntries(rules) },
    said: rules.map(([rule]) => rule as RuleName),
    fields: Object.fromEntries(given.filter((entry) => !isRule(entry))),
  };
}

/** The user's word about the field, then about the rule; without either, what one source alone says warns at most. */
export function levelOf(levels: RuleLevels, rule: RuleName, path: string, certainty: Certainty): RuleLevel {
  for (const field of Object.keys(levels.fields))
    if (path === field || path.endsWith(`/${field}`)) return levels.fields[field] ?? 'off';
  const level = levels.rules[rule];
  return level === 'reject' && certainty === 'one' && !levels.said.includes(rule) ? 'warn' : level;
}
