import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { declaration } from '../../../../test/support/documents.js';
import { DEFAULT_LIMITS } from './limits.js';
import { isProven, rememberOpening } from './plain-proof.js';
import { scanXml } from './scan.js';
import { judgeXml } from './well-formed.js';

const OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n<p:r xmlns:p="urn:p" xmlns="urn:d" Version="4.8">';

const proven = (text: string): boolean => isProven(text, scanXml(text, DEFAULT_LIMITS), () => false);

/** As reading does it: only what libxml2 accepted is remembered. */
function learn(text: string): void {
  if (judgeXml(text, null) === null) rememberOpening(text, scanXml(text, DEFAULT_LIMITS));
}

/** What a body may be made of, right and wrong, in any order. */
const piece = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('<a>x</a>', '<b/>', '<a><b>中</b></a>', ' ', '\n', 'text', '<a.1-_></a.1-_ >'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '<a>',
      '</a>',
      '<a b="1">',
      '<a b>',
      '<a/ >',
      '<a//>',
      '<1/>',
      '<-a/>',
      '<p:a/>',
      '<q:a/>',
      '<a:/>',
      '<é/>',
      '<·/>',
      '<a\u0000/>',
      '<a\t/>',
      '<a',
      '>',
      ']]>',
      ']]',
      '&amp;',
      '&apos;',
      '&amp',
      '&Amp;',
      '&#0;',
      '&#65;',
      '&',
      '\u0001',
      '\u000b',
      '\u001f',
      '\u007f',
      '\u0085',
      '\u2028',
      '\ufffd',
      '\ufffe',
      '\uffff',
      '\ufeff',
      '\ud800',
      '𠮷',
      '<!-- -->',
      '<!-- -- -->',
      '<?x?>',
      '<?xml version="1.0"?>',
      '<![CDATA[x]]>',
      '</p:r>',
      '<p:r>',
      '"',
      "'",
    ),
  },
);

describe('what is proven without libxml2', () => {
  test('is well-formed to libxml2, whatever the text is made of', () => {
    learn(`${OPENING}</p:r>`);
    let count = 0;
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.constantFrom('', ' ', '\n', 'x', '<a/>', '\u0001'),
        (pieces, tail) => {
          const text = `${OPENING}${pieces.join('')}</p:r>${tail}`;
          if (!proven(text)) return;
          count += 1;
          expect({ text, error: judgeXml(text, null) }).toEqual({ text, error: null });
        },
      ),
      { numRuns: 6_000 },
    );
    expect(count).toBeGreaterThan(500);
  });

  test('is well-formed to libxml2, wherever a declaration is damaged', () => {
    const whole = declaration(1);
    learn(whole);
    expect(proven(whole)).toBe(true);
    let count = 0;
    fc.assert(
      fc.property(
        fc.nat({ max: whole.length }),
        fc.nat({ max: 3 }),
        fc.constantFrom('', '<', '>', '/', '&', ' ', 'a', ':', ']]>', '\u0000', '"', '=', '\ufffe', '\u0007'),
        (at, length, insert) => {
          const text = whole.slice(0, at) + insert + whole.slice(at + length);
          if (!proven(text)) return;
          count += 1;
          expect({ text, error: judgeXml(text, null) }).toEqual({ text, error: null });
        },
      ),
      { numRuns: 6_000 },
    );
    expect(count).toBeGreaterThan(200);
  });

  test('is nothing whose beginning libxml2 has not seen, or has refused', () => {
    const unseen = '<fresh xmlns="urn:never-seen"><a>1</a></fresh>';
    expect(proven(unseen)).toBe(false);
    learn(unseen);
    expect(proven(unseen)).toBe(true);
    expect(proven(unseen.replace('never', 'ever'))).toBe(false);
    const wrong = '<fresh a="1" a="2"><a>1</a></fresh>';
    learn(wrong);
    expect(proven(wrong)).toBe(false);
  });

  test.each([
    ['a reference by number', '<a>&#65;</a>'],
    ['a reference to nothing known', '<a>&nbsp;</a>'],
    ['a reference without its end', '<a>&amp</a>'],
    ['an attribute', '<a b="1"/>'],
    ['a prefix', '<p:a/>'],
    ['a comment', '<!-- -->'],
    ['a CDATA section', '<![CDATA[]]>'],
    ['a processing instruction', '<?a?>'],
    ['a character of two units', '𠮷'],
    ['the end of a CDATA section', ']]>'],
    ['a control character', '\u0001'],
  ])('is nothing with %s in its body', (_, body) => {
    learn(`${OPENING}</p:r>`);
    expect(proven(`${OPENING}x</p:r>`)).toBe(true);
    expect(proven(`${OPENING}${body}</p:r>`)).toBe(false);
  });
});

test('a large text whose opening is new is proven without being given to libxml2, by its opening alone', () => {
  const judged: string[] = [];
  const judge = (text: string): boolean => {
    judged.push(text);
    return judgeXml(text, null) === null;
  };
  const large = (opening: string, name: string): string => `${opening}${'<a>文本 text</a>'.repeat(100_000)}</${name}>`;
  const isProvenAlone = (text: string): boolean => isProven(text, scanXml(text, DEFAULT_LIMITS), judge);
  expect(isProvenAlone(large('<n:root xmlns:n="urn:new-one">', 'n:root'))).toBe(true);
  expect(isProvenAlone(large('<m:root xmlns:n="urn:new-one">', 'm:root'))).toBe(false);
  expect(isProvenAlone(large('<r a="1" a="2">', 'r'))).toBe(false);
  for (const text of judged) expect(text.length).toBeLessThan(100);
});
