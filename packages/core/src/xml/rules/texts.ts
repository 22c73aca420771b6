import type { RuleName } from '../../domain/rules/rule-names.js';
import type { FieldRule } from './field-rule.js';

/** What a problem is about; each rule takes what it needs. */
export interface ProblemFacts {
  /** Local name of the element or attribute. */
  readonly name: string;
  readonly nameZh: string;
  /** Which of several sections, from 1; 0 where there is only one. */
  readonly ordinal: number;
  readonly found: string;
  readonly allowed: string;
}

type Sentence = (facts: ProblemFacts) => string;

/** Every rule in both languages. A new rule does not compile without its sentences. */
const TEXTS = {
  'structure.root': {
    zh: ({ found, allowed }) => `根元素 ${found} 不属于本业务，应为 ${allowed}`,
    en: ({ found, allowed }) => `The root element ${found} does not belong to this business; expected ${allowed}`,
  },
  'structure.namespace': {
    zh: ({ found, allowed }) => `命名空间“${found}”不正确，应为 ${allowed}`,
    en: ({ found, allowed }) => `The namespace "${found}" is wrong; expected ${allowed}`,
  },
  'structure.missing': {
    zh: (facts) => `缺少 ${label(facts)}`,
    en: (facts) => `${labelEn(facts)} is missing or empty`,
  },
  'structure.repeated': {
    zh: (facts) => `${label(facts)} 只能出现一次`,
    en: (facts) => `${labelEn(facts)} may occur only once`,
  },
  'structure.order': {
    zh: (facts) => `${label(facts)} 的位置不对，顺序应为 ${facts.allowed}`,
    en: (facts) => `${labelEn(facts)} is out of order; the order is ${facts.allowed}`,
  },
  'structure.message-type': {
    zh: ({ found, allowed }) => `报文类型不一致：${found}，应为 ${allowed}`,
    en: ({ found, allowed }) => `The message types contradict each other: ${found}; expected ${allowed}`,
  },
  'element.unknown': {
    zh: ({ name }) => `未知的元素 ${name}`,
    en: ({ name }) => `The element ${name} is not known`,
  },
  'field.length': {
    zh: (facts) => `${label(facts)} 长度不符：${facts.found}，允许 ${facts.allowed}`,
    en: (facts) => `${labelEn(facts)} has a wrong length: ${facts.found}; allowed ${facts.allowed}`,
  },
  'field.type': {
    zh: (facts) => `${label(facts)} 格式不符：“${facts.found}”，应为 ${facts.allowed}`,
    en: (facts) => `${labelEn(facts)} has a wrong form: "${facts.found}"; expected ${facts.allowed}`,
  },
  'field.scale': {
    zh: (facts) => `${label(facts)} 小数位过多：“${facts.found}”，允许 ${facts.allowed}`,
    en: (facts) => `${labelEn(facts)} has too many decimals: "${facts.found}"; allowed ${facts.allowed}`,
  },
  'field.value': {
    zh: (facts) => `${label(facts)} 的值“${facts.found}”不在允许范围：${facts.allowed}`,
    en: (facts) => `${labelEn(facts)} has the value "${facts.found}"; allowed ${facts.allowed}`,
  },
  'field.shape': {
    zh: (facts) => `${label(facts)} “${facts.found}” 与常见形式不符：${facts.allowed}`,
    en: (facts) => `${labelEn(facts)} "${facts.found}" does not look as usual: ${facts.allowed}`,
  },
  'field.required-draft': {
    zh: (facts) => `${label(facts)} 暂存时应填写`,
    en: (facts) => `${labelEn(facts)} should be filled to store a draft`,
  },
  'field.required-declare': {
    zh: (facts) => `${label(facts)} 申报时必填`,
    en: (facts) => `${labelEn(facts)} must be filled to declare`,
  },
} as const satisfies Record<RuleName, { readonly zh: Sentence; readonly en: Sentence }>;

export function problemTexts(rule: RuleName, facts: ProblemFacts): { readonly zh: string; readonly en: string } {
  return { zh: TEXTS[rule].zh(facts), en: TEXTS[rule].en(facts) };
}

/** What the table allows for a field, short enough for a column: `≤ 10`, `= 18`, `19,5`. */
export function allowedLength(rule: FieldRule): string {
  if (rule.lengthMin > 0) return `= ${rule.lengthMax}`;
  return rule.kind === 'number' ? `≤ ${rule.lengthMax} (${rule.scaleMax})` : `≤ ${rule.lengthMax}`;
}

export function allowedForm(rule: FieldRule): string {
  const forms = {
    text: 'text',
    digits: '0-9',
    number: rule.isPositive ? '> 0' : '0-9 .',
    date: 'yyyyMMdd…',
    binary: 'base64',
  };
  return forms[rule.kind];
}

function label({ name, nameZh, ordinal }: ProblemFacts): string {
  const which = ordinal > 0 ? `第 ${ordinal} 项的 ` : '';
  return nameZh === '' ? `${which}${name}` : `${which}${nameZh}（${name}）`;
}

function labelEn({ name, ordinal }: ProblemFacts): string {
  return ordinal > 0 ? `${name} of item ${ordinal}` : name;
}
