import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Length } from './name-text.js';
import { isIgnoredName, isPlainName } from './naming.js';
import { safeFileName } from './safe-name.js';

const hostile = fc.array(
  fc.oneof(
    fc.constantFrom(
      '..',
      '/',
      '\\',
      ':',
      '\0',
      '.',
      ' ',
      'CON',
      'nul',
      'com1',
      'LPT¹',
      '\u202e',
      '\ud83d',
      '\udc00',
      '\u00a0',
      '进口',
      'e\u0301',
      '.xml',
    ),
    fc.string({ unit: 'binary', maxLength: 120 }),
  ),
  { maxLength: 8 },
);

test('any text becomes one visible name of at most 255 bytes, the same when asked again', () => {
  fc.assert(
    fc.property(hostile, (pieces) => {
      const name = safeFileName(pieces.join(''));
      expect(isPlainName(name)).toBe(true);
      expect(name).not.toMatch(/[<>:"|?*\u0000-\u001f]|[. ]$|^\.|^\s/);
      expect(name.toLowerCase()).not.toMatch(/^(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\.|$)/);
      expect(utf8Length(name)).toBeLessThanOrEqual(255);
      expect(Buffer.byteLength(name)).toBe(utf8Length(name));
      expect(name).toBe(name.normalize('NFC'));
      expect(safeFileName(name)).toBe(name);
    }),
    { numRuns: 3_000 },
  );
});

test('an ordinary Chinese name stays as it is', () => {
  expect(safeFileName('进口普通报关单_20171013104158048.xml')).toBe('进口普通报关单_20171013104158048.xml');
});

test.each([
  ['../../etc/passwd', '_._.._etc_passwd'],
  ['CON', '_CON'],
  ['con.tar.xml', '_con.tar.xml'],
  ['COM¹.xml', '_COM¹.xml'],
  ['console.xml', 'console.xml'],
  ['a:b.xml', 'a_b.xml'],
  ['a. . ', 'a'],
  ['.hidden', '_hidden'],
  ['\u202elmx.exe', '_lmx.exe'],
  ['', 'unnamed'],
  ['..', '_'],
])('%j becomes %j', (text, name) => {
  expect(safeFileName(text)).toBe(name);
  expect(isIgnoredName(name)).toBe(false);
});
