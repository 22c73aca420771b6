import type { BusinessDefinition } from '../../domain/businesses/definition.js';
import {
  type Certainty,
  levelOf,
  type Phase,
  type RuleLevel,
  type RuleName,
  ruleLevels,
} from '../../domain/rules/rule-names.js';
import { documentKindOf } from './document-kinds.js';
import type { FieldRule } from './field-rule.js';
import { knownRoots, knownSections } from './known-fields.js';
import type { SectionRule } from './section-rule.js';
import { allowedForm, allowedLength } from './texts.js';

/** One rule about one place of a document, for the documentation. */
export interface DescribedRule {
  /** Local names from the root; of a section itself, its path. */
  readonly path: string;
  readonly nameZh: string;
  readonly rule: RuleName;
  /** What is allowed, e.g. `≤ 10`; '' where the rule's name says it. */
  readonly asks: string;
  /** Only in documents that declare, or in all. */
  readonly phase: Phase | 'both';
  /** What happens where it is broken and nothing else is set. */
  readonly level: RuleLevel;
  readonly certainty: Certainty;
  /** Why it differs from its table; '' = it does not. */
  readonly reason: string;
}

/** Every rule of the tables for one business, in their order. Checks that compare several fields have no row in a table. */
export function describeRules(business: BusinessDefinition): readonly DescribedRule[] {
  const levels = ruleLevels(business.key);
  const described = (rule: Omit<DescribedRule, 'level'>): DescribedRule => ({
    ...rule,
    level: levelOf(levels, rule.rule, rule.path, rule.certainty),
  });
  const roots = knownRoots(business).flatMap((path) => {
    const kind = documentKindOf(path);
    return kind === null ? [] : [described({ ...PLAIN, path, rule: 'structure.root', certainty: kind.certainty })];
  });
  return [...roots, ...knownSections(business).flatMap((section) => rulesOf(section).map(described))];
}

type Described = Omit<DescribedRule, 'level'>;

const PLAIN = { nameZh: '', asks: '', phase: 'both', reason: '' } as const;

function rulesOf(section: SectionRule): readonly Described[] {
  const { path, nameZh, missing, certainty, isRepeated, isOrdered, fields } = section;
  const about = { ...PLAIN, path, nameZh, certainty };
  const own: Described[] = needs(missing).map((need) => ({ ...about, ...need }));
  if (!isRepeated && path.includes('/')) own.push({ ...about, rule: 'structure.repeated', asks: '1' });
  if (isOrdered) own.push({ ...about, rule: 'structure.order' });
  return [...own, ...fields.flatMap((field) => fieldRulesOf(path, field))];
}

function fieldRulesOf(path: string, field: FieldRule): readonly Described[] {
  const { name, nameZh, reason, certainty, needCertainty, lengthMax, scaleMax, kind, values, condition } = field;
  const about = { ...PLAIN, path: `${path}/${name}`, nameZh, reason, certainty };
  const rules: Described[] = needs(field.missing).map((need) => ({ ...about, ...need, certainty: needCertainty }));
  if (condition !== null && rules.length > 0) {
    const asks = `${condition.field}${condition.value === null ? '' : ` = ${condition.value}`}`;
    rules.splice(0, rules.length, ...rules.map((rule) => ({ ...rule, asks })));
  }
  if (values !== null) rules.push({ ...about, rule: 'field.value', asks: [...values].join(' ') });
  else if (kind !== 'text' && kind !== 'binary') rules.push({ ...about, rule: 'field.type', asks: allowedForm(field) });
  if (Number.isFinite(lengthMax)) rules.push({ ...about, rule: 'field.length', asks: lengthOf(field) });
  if (kind === 'number' && Number.isFinite(scaleMax))
    rules.push({ ...about, rule: 'field.scale', asks: `≤ ${scaleMax}` });
  return rules;
}

/** The decimals of a number have a rule of their own. */
function lengthOf(field: FieldRule): string {
  return allowedLength(field).replace(/ \(.*\)$/, '');
}

/** Once where both kinds of document ask the same. */
function needs({ draft, declare }: FieldRule['missing']): readonly Pick<Described, 'rule' | 'phase'>[] {
  if (draft === declare) return draft === null ? [] : [{ rule: draft, phase: 'both' }];
  return [
    ...(draft === null ? [] : [{ rule: draft, phase: 'draft' } as const]),
    ...(declare === null ? [] : [{ rule: declare, phase: 'declare' } as const]),
  ];
}
