import { expect, test } from 'vitest';
import { localeIn } from './locale-line.js';

test.each([
  ['a line', 'clientId: X\nlocale: en\n', 'en'],
  ['quoted', '\'locale\': "zh"', 'zh'],
  ['after a byte order mark', '\ufefflocale: zh', 'zh'],
  ['after a byte order mark, byte by byte', Buffer.from('\ufefflocale: zh').toString('latin1'), 'zh'],
  ['in braces', '{ clientId: X, locale: en }', 'en'],
  ['of something else', 'alerts:\n  locale: en\n', null],
  ['in a comment', '# locale: en', null],
  ['another language', 'locale: fr', null],
])('%s', (_what, text, locale) => {
  expect(localeIn(text)).toBe(locale);
});
