import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outlineOf } from '../../../../../test/support/example-files.js';
import type { Problem } from '../problem.js';
import { classify, NO_HINTS } from './classify.js';
import { formatExplanation } from './explanation.js';

const problem = (found: string): Problem => ({
  rule: 'field.length',
  level: 'reject',
  line: 5,
  column: 7,
  path: 'DecMessage/DecHead/AgentCode',
  fieldZh: '申报单位代码',
  found,
  allowed: '≤ 10',
  zh: '长度不符',
  en: 'wrong length',
});

const explain = (problems: readonly Problem[], fileName = '进口_1.xml'): string =>
  formatExplanation({
    failCode: 'document.rules-violated',
    fileName,
    zh: '字段校验未通过',
    en: 'The document breaks field rules',
    problems,
  });

const textOf = (xml: string, path: string): string =>
  outlineOf(Buffer.from(xml)).texts.find((text) => text.path === path)?.text ?? '';

describe('the explanation of a failure', () => {
  test("has the shape that systems beside the official client read, and is this client's own failure", () => {
    const xml = explain([problem('00000000000')]);
    expect(textOf(xml, 'Root/resultFlag/Type')).toBe('1');
    expect(textOf(xml, 'Root/resultFlag/Value')).toBe('11');
    expect(xml).toContain('<failCode version="1">document.rules-violated</failCode>');
    expect(classify(outlineOf(Buffer.from(xml)), NO_HINTS)).toMatchObject({ kind: 'send-result', isSuccess: false });
  });

  test('tells every problem twice: as a sentence in the array and as data', () => {
    const xml = explain([problem('00000000000'), { ...problem('x'), line: 0, column: 0, level: 'warn' }]);
    const info = JSON.parse(textOf(xml, 'Root/failInfo')) as string[];
    expect(info).toHaveLength(4);
    expect(info[1]).toContain('第 5 行 第 7 列 DecMessage/DecHead/AgentCode（申报单位代码）');
    expect(info[2]).toMatch(/^\[警告\] DecMessage/);
    expect(info[3]).toBe('Err:document.rules-violated');
    const data = JSON.parse(textOf(xml, 'Root/retData')) as { fileName: string; problems: unknown[] };
    expect(data).toMatchObject({ version: 1, fileName: '进口_1.xml', problemsNotListed: 0 });
    expect(data.problems[0]).toEqual(problem('00000000000'));
  });

  test('is well-formed and loses nothing but forbidden characters, whatever was found in the broken file', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', ']]>', ']]]>', '<![CDATA[', '\u0000', '&amp;'),
        (text, nasty) => {
          const xml = explain([problem(`${text}${nasty}${text}`)], `${nasty}.xml`);
          expect(() => JSON.parse(textOf(xml, 'Root/failInfo'))).not.toThrow();
          const data = JSON.parse(textOf(xml, 'Root/retData')) as { problems: { found: string }[] };
          const kept = `${text}${nasty}${text}`.replace(/[\ufffe\uffff]/g, '\ufffd');
          expect(data.problems[0]?.found).toBe(kept);
        },
      ),
    );
  });

  test('stays readable when everything is wrong', () => {
    const xml = explain(Array.from({ length: 2000 }, () => problem('x')));
    expect((JSON.parse(textOf(xml, 'Root/retData')) as { problemsNotListed: number }).problemsNotListed).toBe(1500);
    expect(textOf(xml, 'Root/failInfo')).toContain('1500');
  });
});
