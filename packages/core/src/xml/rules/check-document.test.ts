import { describe, expect, test } from 'vitest';
import { check, exampleText, readText } from '../../../../../test/support/check-document.js';
import { exampleBytes, outlineOf } from '../../../../../test/support/example-files.js';
import { BUSINESSES } from '../../domain/businesses/registry.js';
import type { DocumentOutline } from '../../domain/receipts/outline.js';
import { ruleLevels } from '../../domain/rules/rule-names.js';
import { DEC_HEAD } from './dec-head.js';
import { DEC_LIST } from './dec-list.js';
import type { FieldRow } from './field-rule.js';

const DRAFT = 'documents/DEC/进口报关单_暂存_示例.xml';
const DECLARED = 'documents/DEC/进口报关单_申报_示例.xml';

describe('a declaration', () => {
  test('a length is told with its place, the Chinese name, what was found and what is allowed', () => {
    const [problem, ...others] = check('DEC', outlineOf(exampleBytes('broken/DEC/字段过长.xml')));
    expect(others).toEqual([]);
    expect(problem).toEqual({
      rule: 'field.length',
      level: 'warn',
      line: 6,
      column: 0,
      path: 'DecMessage/DecHead/AgentCode',
      fieldZh: '申报单位代码',
      found: '11 (00000000000)',
      allowed: '≤ 10',
      zh: '申报单位代码（AgentCode） 长度不符：11 (00000000000)，允许 ≤ 10',
      en: 'AgentCode has a wrong length: 11 (00000000000); allowed ≤ 10',
    });
  });

  test('what only declaring needs is not asked of a draft or an upload', () => {
    for (const type of ['A', 'B', 'E', 'G']) {
      const xml = exampleText(DRAFT).replace('<OperType>G', `<OperType>${type}`);
      expect(check('DEC', readText(xml))).toEqual([]);
    }
    const declared = check('DEC', readText(exampleText(DRAFT).replace('<OperType>G', '<OperType>C')));
    expect(declared.every(({ rule }) => rule === 'field.required-declare')).toBe(true);
    const asked = (section: string, rows: readonly FieldRow[]): readonly string[] =>
      rows.filter(([, , , draft, declare]) => draft === '-' && declare === 'Y').map(([name]) => `${section}/${name}`);
    const wanted = [...asked('DecMessage/DecHead', DEC_HEAD), ...asked('DecMessage/DecLists/DecList', DEC_LIST)];
    const exceptions = ['DecMessage/DecHead/Type', 'DecMessage/DecLists/DecList/SecondQty'];
    expect(declared.map(({ path }) => path)).toEqual(wanted.filter((path) => !exceptions.includes(path)));
  });

  test('what a draft needs only warns', () => {
    const xml = exampleText(DRAFT)
      .replace(/<AgentName>[^<]*<\/AgentName>/, '')
      .replace('<CodeTS>0000000000</CodeTS>', '<CodeTS> </CodeTS>');
    expect(check('DEC', readText(xml)).map(({ rule, level, path }) => [rule, level, path])).toEqual([
      ['field.required-draft', 'warn', 'DecMessage/DecHead/AgentName'],
      ['field.required-draft', 'warn', 'DecMessage/DecLists/DecList/CodeTS'],
    ]);
  });

  test('without a number of its own or an operation it has no sense', () => {
    const xml = exampleText(DRAFT)
      .replace(/<ClientSeqNo>[^<]*/, '<ClientSeqNo>')
      .replace('<OperType>G</OperType>', '');
    const found = check('DEC', readText(xml)).map(({ rule, path }) => [rule, path]);
    expect(found).toEqual([
      ['structure.missing', 'DecMessage/DecSign/OperType'],
      ['structure.missing', 'DecMessage/DecSign/ClientSeqNo'],
    ]);
  });

  test('the signature is missed only where no signer is going to sign, and then as a warning', () => {
    expect(check('DEC', outlineOf(exampleBytes(DECLARED)), { signing: 'dec-sign' })).toEqual([]);
    const unsigned = check('DEC', outlineOf(exampleBytes(DECLARED)), { signing: 'none' });
    expect(unsigned.map(({ level, path }) => [level, path])).toEqual([
      ['warn', 'DecMessage/DecSign/Sign'],
      ['warn', 'DecMessage/DecSign/SignDate'],
    ]);
  });

  test('a second quantity is asked for only where there is a second unit', () => {
    const xml = exampleText(DECLARED).replace('<SecondQty>100</SecondQty>', '');
    expect(check('DEC', readText(xml)).map(({ path }) => path)).toEqual(['DecMessage/DecLists/DecList/SecondQty']);
  });

  test('the item of a list is told', () => {
    const xml = exampleText(DECLARED).replace('<GName>示例商品第2项</GName>', '<GName/>');
    const [problem] = check('DEC', readText(xml));
    expect(problem).toMatchObject({
      path: 'DecMessage/DecLists/DecList/GName',
      zh: '第 2 项的 商品名称（GName） 申报时必填',
    });
    expect(problem?.line).toBeGreaterThan(70);
  });

  test('fields after a nested section still belong to their item', () => {
    const nested =
      '<DecGoodsLimits><DecGoodsLimit><GoodsNo>1</GoodsNo><LicTypeCode>411</LicTypeCode><LicenceNo>TEST</LicenceNo></DecGoodsLimit></DecGoodsLimits>';
    const xml = exampleText(DECLARED).replace('<GName>示例商品第1项</GName>', `${nested}<GName>示例商品第1项</GName>`);
    expect(check('DEC', readText(xml))).toEqual([]);
  });

  test('any version of the interface is accepted, or none', () => {
    for (const version of ['', ' Version="5.0"', ' version="3.1"']) {
      expect(check('DEC', readText(exampleText(DRAFT).replace(' Version="4.8"', version)))).toEqual([]);
    }
    expect(check('DEC', readText(exampleText(DRAFT).replace('"4.8"', '"4.8.00"'))).map(({ path }) => path)).toEqual([
      'DecMessage/@Version',
    ]);
  });

  test('the wrapper of 2018 is looked through', () => {
    const body = exampleText('broken/DEC/字段过长.xml').replace(/^<\?xml[^>]*\?>/, '');
    const wrapped = `<ImportMessage><SWImpHead><MsgType>SWDEC001</MsgType></SWImpHead><SWImpData>${body}</SWImpData></ImportMessage>`;
    expect(check('DEC', readText(wrapped)).map(({ rule }) => rule)).toEqual(['field.length']);
  });

  test('a document of another business is called by its name', () => {
    const [problem] = check('DEC', outlineOf(exampleBytes('documents/RMFT/公路原始舱单_示例.xml')));
    expect(problem).toMatchObject({
      rule: 'structure.root',
      found: 'Manifest (MFT, RMFT, TMFT)',
      allowed: 'DecMessage, ImportMessage',
    });
  });
});

describe('lengths', () => {
  const named = (name: string): DocumentOutline =>
    readText(exampleText(DRAFT).replace(/<AgentName>[^<]*/, `<AgentName>${name}`));

  test('are characters by default: 100 Chinese characters, also those of two units, fit String(100)', () => {
    expect(check('DEC', named('报'.repeat(100)))).toEqual([]);
    expect(check('DEC', named('𠮷'.repeat(100)))).toEqual([]);
    expect(check('DEC', named(` ${'报'.repeat(100)} `))).toEqual([]);
    expect(check('DEC', named('报'.repeat(101)))).toHaveLength(1);
  });

  test('may be GBK bytes: 50 Chinese characters fit, 51 do not', () => {
    expect(check('DEC', named('报'.repeat(50)), { lengthUnit: 'gbk-bytes' })).toEqual([]);
    expect(check('DEC', named('报'.repeat(51)), { lengthUnit: 'gbk-bytes' })[0]).toMatchObject({
      rule: 'field.length',
      allowed: '≤ 100',
    });
    expect(check('DEC', named('a'.repeat(100)), { lengthUnit: 'gbk-bytes' })).toEqual([]);
  });

  test('of numbers are digits: 14 before the point and 5 behind fit Decimal(19,5)', () => {
    const weighed = (weight: string): readonly string[] =>
      check('DEC', readText(exampleText(DECLARED).replace('<NetWt>1000<', `<NetWt>${weight}<`))).map(
        ({ rule }) => rule,
      );
    expect(weighed('12345678901234.12345')).toEqual([]);
    expect(weighed('0001234.50000000')).toEqual([]);
    expect(weighed('123456789012345')).toEqual(['field.length']);
    expect(weighed('1.123456')).toEqual(['field.scale']);
    expect(weighed('1,000')).toEqual(['field.type']);
  });
});

describe('levels', () => {
  test('any rule can be switched off or raised for a business', () => {
    const outline = outlineOf(exampleBytes('broken/DEC/未知元素.xml'));
    expect(check('DEC', outline, { levels: ruleLevels('DEC', { 'element.unknown': 'off' }) })).toEqual([]);
    expect(check('DEC', outline, { levels: ruleLevels('DEC', { 'element.unknown': 'reject' }) })).toMatchObject([
      { level: 'reject' },
    ]);
  });

  test('what is not public is not judged', () => {
    for (const business of BUSINESSES.filter(({ isOpaque, isReceiveOnly }) => isOpaque && !isReceiveOnly)) {
      expect(check(business.key, readText('<Anything><At/><All/></Anything>'))).toEqual([]);
    }
  });
});
