import { describe, expect, test } from 'vitest';
import { BUSINESSES } from '../businesses/registry.js';
import { CODE_TABLES, findCode, isGoodCode, PHASES } from './codes.js';

describe('code tables', () => {
  test.each(Object.entries(CODE_TABLES))('%s names every code once, in both languages, with a phase', (_, table) => {
    const codes = table.rows.map(([code]) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const [, phase, zh, en] of table.rows) {
      expect(PHASES[phase]).toBeDefined();
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[ -~]+$/);
    }
  });

  test('every table that a rule of the registry names exists', () => {
    const names = BUSINESSES.flatMap((business) => [...business.sendResults, ...business.receipts]).map(
      ({ codeTable }) => codeTable,
    );
    for (const name of names) if (name !== null && !name.includes('{')) expect(CODE_TABLES).toHaveProperty([name]);
  });

  test('the states of a declaration are told apart by case', () => {
    expect(findCode('channel', 'A')?.zh).not.toBe(findCode('channel', 'a')?.zh);
    expect(findCode('channel', 'P')?.phase).toBe('released');
    expect(findCode('channel', 'p')).toBeNull();
    expect(findCode('channel', 'SpL')?.phase).toBe('summary');
  });

  test('a code that is not the success of its table is a refusal', () => {
    expect(isGoodCode('agreement-response', '9')).toBe(false);
    expect(isGoodCode('dec-response', '9')).toBe(false);
    expect(isGoodCode('deal-flag', '-1')).toBe(false);
    expect(isGoodCode('channel', 'ZZ')).toBeNull();
  });

  test('ranges and open rows answer for codes they do not list', () => {
    expect(findCode('dxp', '0002')?.zh).toBe('不能通过 schema 验证');
    expect(findCode('dxp', '4711')).toMatchObject({ code: '4711', en: 'User-defined error' });
    expect(findCode('dxp', '3500')).toBeNull();
    expect(findCode('ceb', '-301')?.phase).toBe('returned');
    expect(findCode('ceb', '-')).toBeNull();
    expect(findCode('nonsense', '1')).toBeNull();
  });
});
