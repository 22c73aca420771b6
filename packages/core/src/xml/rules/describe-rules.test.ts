import { expect, test } from 'vitest';
import { BUSINESSES, findBusiness } from '../../domain/businesses/registry.js';
import { describeRules } from './describe-rules.js';
import { knownFields } from './known-fields.js';

const rulesOf = (key: string, end: string) =>
  describeRules(findBusiness(key) ?? (undefined as never)).filter(({ path }) => path.endsWith(end));

test('each rule of a field says what it asks, when, its level and who says so', () => {
  expect(rulesOf('DEC', 'DecHead/CopCode').map(({ rule, level, certainty }) => [rule, level, certainty])).toEqual([
    ['field.required-draft', 'warn', 'one'],
    ['field.required-declare', 'warn', 'one'],
    ['field.length', 'warn', 'one'],
  ]);
  expect(rulesOf('DEC', 'DecSign/OperType')).toMatchObject([
    { rule: 'structure.missing', phase: 'both', level: 'reject', certainty: 'official' },
    { rule: 'field.value', asks: 'A B C D E G', level: 'warn', certainty: 'official' },
    { rule: 'field.length', asks: '≤ 1', level: 'reject', certainty: 'official' },
  ]);
  expect(rulesOf('IMPCEB', 'CEB311Message/BaseTransfer')).toMatchObject([
    { rule: 'structure.missing', level: 'reject', certainty: 'official' },
    { rule: 'structure.repeated', level: 'reject', certainty: 'official' },
  ]);
});

test('no rule that one source alone says refuses by itself, and every known field of every business is described', () => {
  for (const business of BUSINESSES) {
    const rules = describeRules(business);
    expect(rules.filter(({ certainty, level }) => certainty === 'one' && level === 'reject')).toEqual([]);
    const paths = new Set(rules.map(({ path }) => path));
    const plain = knownFields(business).filter(({ path, rule }) => !paths.has(path) && Number.isFinite(rule.lengthMax));
    expect([business.key, plain.map(({ path }) => path)]).toEqual([business.key, []]);
  }
});
