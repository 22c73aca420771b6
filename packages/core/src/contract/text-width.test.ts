import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { widthOf } from './text-width.js';

test('the quick way to measure says what string-width says', () => {
  const any = fc.string({ unit: fc.integer({ min: 0x20, max: 0xffef }).map((code) => String.fromCharCode(code)) });
  const usual = fc.string({ unit: fc.constantFrom(...'aZ~报、。（）〈〉\u3000！ｚ\u28ff\u25b8') });
  fc.assert(
    fc.property(fc.oneof(any, usual), (text) => {
      expect(widthOf(text)).toBe(stringWidth(text));
    }),
  );
});
