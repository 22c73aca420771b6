import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { clean, cut, cutMiddle, fit, widthOf, wrap } from './width.js';

const anyText = fc.string({ unit: 'grapheme', maxLength: 60 }).map(clean);
const chinese = fc.string({ unit: fc.constantFrom('报', '关', '单', '_', '1', '（', 'x', '。', ' '), maxLength: 60 });

test('what is fitted is exactly as wide as asked, in any script', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, chinese), fc.integer({ min: 1, max: 40 }), (text, width) => {
      expect(widthOf(fit(text, width))).toBe(width);
      expect(widthOf(fit(text, width, 'right'))).toBe(width);
      expect(widthOf(cut(text, width))).toBeLessThanOrEqual(width);
      expect(widthOf(cutMiddle(text, width))).toBeLessThanOrEqual(width);
    }),
  );
});

test('the quick way to measure says what string-width says', () => {
  const any = fc.string({ unit: fc.integer({ min: 0x20, max: 0xffef }).map((code) => String.fromCharCode(code)) });
  const usual = fc.string({ unit: fc.constantFrom(...'aZ~报、。（）〈〉\u3000！ｚ\u28ff\u25b8') });
  fc.assert(
    fc.property(fc.oneof(any, usual), (text) => {
      expect(widthOf(text)).toBe(stringWidth(text));
    }),
  );
});

test('wrapping loses no letter and no line is too wide', () => {
  fc.assert(
    fc.property(chinese, fc.integer({ min: 4, max: 40 }), (text, width) => {
      const lines = wrap(text, width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    }),
  );
});

test('a Chinese character is never cut in half', () => {
  expect(fit('报关单', 4)).toBe('报~ ');
  expect(cutMiddle('进口报关单_申报_示例_20261126.xml', 21)).toBe('进口报关单~261126.xml');
});

test('a file name cannot give the terminal an order', () => {
  expect(clean('a\u001b[2Jb\u202ec\u0007\nd')).toBe('a\\u001b[2Jb\\u202ec\\u0007 d');
});
