import { describe, expect, test } from 'vitest';
import { RULE_NAMES, RULES, ruleLevels } from '../../domain/rules/rule-names.js';
import { compileTable } from './compile-table.js';
import { DEC_EXCEPTIONS, DEC_FIELD_COUNT, DEC_RULES, DEC_TABLES } from './dec-fields.js';
import { fieldRule, fieldRules } from './field-rule.js';
import {
  AGREEMENT_RULES,
  CERTIFICATE_FILE_RULES,
  CERTIFICATE_RULES,
  cebRules,
  MANIFEST_RULES,
} from './other-fields.js';
import { TRADE_EXCEPTIONS, TRADE_RULES, TRADE_TABLES } from './trade-fields.js';

/** As many fields as the public table has, section by section. */
const DEC_COUNTS = {
  attributes: 1,
  DecHead: 91,
  DecList: 49,
  DecContainer: 6,
  DecLicenseDocus: 2,
  DecRequestCert: 3,
  DecGoodsLimit: 6,
  DecGoodsLimitVin: 14,
  DecOtherPack: 2,
  DecCopLimit: 2,
  DecUser: 2,
  DecMarkLob: 3,
  DecFreeTxt: 7,
  DecSign: 12,
  TrnHead: 15,
  TrnList: 6,
  TrnContainer: 7,
  TrnContaGoodsList: 4,
  DecSupplement: 97,
  EdocRealation: 11,
  EcoRelation: 5,
  SddTax: 29,
  DecRisk: 4,
  DecCopPromise: 1,
  DecRoyaltyFee: 21,
  DecTpAccess: 4,
  DecControlModel: 3,
} as const;

const TRADE_COUNTS = {
  Inv101Head: 63,
  Inv101List: 33,
  Sas121Head: 41,
  Sas121List: 16,
  Sas121Acmp: 4,
  Icp101Head: 26,
  Icp101RltList: 1,
} as const;

describe('the field tables', () => {
  test('hold 407 fields of a declaration and 184 of the special areas', () => {
    const counts = Object.fromEntries(Object.entries(DEC_TABLES).map(([name, rows]) => [name, rows.length]));
    expect(counts).toEqual(DEC_COUNTS);
    expect(DEC_FIELD_COUNT).toBe(407);
    const tradeCounts = Object.fromEntries(Object.entries(TRADE_TABLES).map(([name, rows]) => [name, rows.length]));
    expect(tradeCounts).toEqual(TRADE_COUNTS);
    expect(Object.values(tradeCounts).reduce<number>((sum, count) => sum + count, 0)).toBe(184);
  });

  test.each([...Object.entries(DEC_TABLES), ...Object.entries(TRADE_TABLES)])(
    'every row of %s is read, each name once',
    (_, rows) => {
      const rules = fieldRules(rows);
      expect(new Set(rules.map(({ name }) => name)).size).toBe(rows.length);
      for (const rule of rules) {
        expect(rule.nameZh).not.toBe('');
        expect(rule.lengthMax).toBeGreaterThan(0);
        expect(rule.lengthMin).toBeLessThanOrEqual(rule.lengthMax);
        if (rule.condition !== null) expect(rules.map(({ name }) => name)).toContain(rule.condition.field);
      }
    },
  );

  test('every table but the attributes is somewhere in the document', () => {
    const rows = Object.entries(DEC_TABLES).filter(([name]) => name !== 'attributes');
    const placed = DEC_RULES.sections.map(({ fields }) => fields.map(({ name }) => name).join());
    for (const [, table] of rows) expect(placed).toContain(table.map(([name]) => name).join());
    expect(DEC_RULES.sections).toHaveLength(26);
  });

  test('exceptions carry their reason and reach their field', () => {
    for (const { section, field, reason } of [...DEC_EXCEPTIONS, ...TRADE_EXCEPTIONS]) {
      expect(reason).toMatch(/^[A-Z].*\.$/);
      const rules = [...DEC_RULES.sections, ...TRADE_RULES.sections].find(({ path }) => path === section);
      expect(rules?.fields.map(({ name }) => name)).toContain(field);
    }
  });

  test('a wrong row is a defect that shows at once', () => {
    expect(() => fieldRule(['X', '某', 'Q9', '-', '-'])).toThrow('unknown type');
    expect(fieldRule(['X', '某', 'N>0.4', '-', 'Y?A=1'])).toMatchObject({
      isPositive: true,
      scaleMax: 4,
      condition: { field: 'A', value: '1' },
    });
    expect(fieldRule(['X', '某', 'S=18', '-/Y', '-']).missing).toEqual({
      draft: null,
      declare: 'field.required-draft',
    });
  });

  test.each([
    DEC_RULES,
    TRADE_RULES,
    MANIFEST_RULES,
    CERTIFICATE_RULES,
    CERTIFICATE_FILE_RULES,
    AGREEMENT_RULES,
    cebRules('CEB311Message'),
  ])('no path of a table means two things (%#)', (table) => {
    const fields = table.sections.reduce((sum, { fields: rules }) => sum + rules.length, 0);
    const compiled = [...compileTable(table, false).paths.values()];
    expect(compiled.filter(({ kind }) => kind === 'field')).toHaveLength(fields);
    expect(compiled.filter(({ kind }) => kind === 'section')).toHaveLength(table.sections.length);
  });
});

describe('levels', () => {
  test('structure and lengths reject, what a declaration needs rejects, the rest warns', () => {
    const rejecting = RULE_NAMES.filter((rule) => RULES[rule] === 'reject');
    expect(
      rejecting.every(
        (rule) => rule.startsWith('structure.') || rule === 'field.length' || rule === 'field.required-declare',
      ),
    ).toBe(true);
    expect(RULE_NAMES.map((rule) => RULES[rule])).not.toContain('off');
  });

  test('the family changes the default, the user changes both', () => {
    expect(ruleLevels('SAS').rules['field.required-declare']).toBe('warn');
    expect(ruleLevels('DEC').rules['field.required-declare']).toBe('reject');
    expect(ruleLevels('SAS', { 'field.required-declare': 'off', 'field.length': undefined }).rules).toMatchObject({
      'field.required-declare': 'off',
      'field.length': 'reject',
    });
  });
});
