import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable, printableJson, printableLines } from './printable.js';

/** One of every kind that a terminal obeys or that is not seen. */
const KINDS = [
  ['ESC', '\u001b[2J', '\\u001b[2J'],
  ['OSC with BEL', '\u001b]0;title\u0007', '\\u001b]0;title\\u0007'],
  ['CSI in one byte', '\u009b31m', '\\u009b31m'],
  ['DEL', '\u007f', '\\u007f'],
  ['NUL', '\u0000', '\\u0000'],
  ['direction override', '\u202egnp.exe', '\\u202egnp.exe'],
  ['direction isolate', '\u2066a\u2069', '\\u2066a\\u2069'],
  ['direction marks', '\u200e\u200f\u061c', '\\u200e\\u200f\\u061c'],
  ['zero width', 'a\u200bb\u2060c\ufeffd\u00ade', 'a\\u200bb\\u2060c\\ufeffd\\u00ade'],
  ['tags beyond the first plane', '\u{e0041}', '\\u{e0041}'],
  ['half a character', 'a\ud800b', 'a\\ud800b'],
  ['line ends and tabs', 'a\r\nb\tc\u2028d\u0085e', 'a b c d e'],
] as const;

test.each(KINDS)('%s is seen and not obeyed', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('what people write stays as it is', () => {
  for (const text of ['报关单 申报.xml', 'Ü→≤…', '😀 emoji', '\u3000全角', 'C:\\boxes\\DEC'])
    expect(printable(text)).toBe(text);
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
);

test('whatever the text, one line comes out, and a second time changes nothing', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const once = printable(text);
      expect(once).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(printable(once)).toBe(once);
    }),
  );
});

test('JSON says the same as before, and nothing in it is obeyed', () => {
  fc.assert(
    fc.property(fc.dictionary(anyText, anyText), (value) => {
      const shown = printableJson(JSON.stringify(value, null, 2));
      expect(JSON.parse(shown)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('a text of several lines keeps its lines and tabs', () => {
  expect(printableLines('a: 1\r\n\tb: \u001b[31m\n')).toBe('a: 1\n\tb: \\u001b[31m\n');
});
