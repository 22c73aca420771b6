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

export type RuleLevels = Readonly<Record<RuleName, RuleLevel>>;

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
const BUSINESS_LEVELS: Readonly<Record<string, Partial<RuleLevels>>> = {
  SAS: { 'field.required-declare': 'warn' },
  NEMS: { 'field.required-declare': 'warn' },
  NPTS: { 'field.required-declare': 'warn' },
  ACMP: { 'field.required-declare': 'warn' },
};

/** The levels of a business: the defaults, what its family changes, and what the user says, in this order. */
export function ruleLevels(
  business: string,
  overrides: { readonly [Rule in RuleName]?: RuleLevel | undefined } = {},
): RuleLevels {
  const given = Object.entries(overrides).filter(([, level]) => level !== undefined);
  return { ...RULES, ...BUSINESS_LEVELS[business], ...Object.fromEntries(given) };
}
