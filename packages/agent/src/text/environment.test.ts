import { expect, test } from 'vitest';
import { localeOfEnvironment } from './index.js';

test.each([
  [{}, 'zh'],
  [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
  [{ LANG: 'en_GB.UTF-8' }, 'en'],
  [{ LANG: 'C.UTF-8' }, 'en'],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'zh_CN.UTF-8' }, 'zh'],
  [{ LANG: 'en_US.UTF-8', LANGUAGE: 'zh_CN:en' }, 'zh'],
  [{ LANG: 'zh_CN.UTF-8', LANGUAGE: 'en' }, 'en'],
  [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'zh_CN.UTF-8', LANGUAGE: 'de:en_US:zh' }, 'en'],
  [{ LANG: 'zh_CN.UTF-8', LANGUAGE: '' }, 'zh'],
  // No translation is wanted at all.
  [{ LC_ALL: 'C', LANGUAGE: 'zh_CN' }, 'en'],
  // Without a locale gettext does not look at it.
  [{ LANGUAGE: 'en' }, 'zh'],
  // `enm` is another language.
  [{ LANG: 'zh_CN.UTF-8', LANGUAGE: 'enm' }, 'zh'],
] as const)('of %o the language is %s', (environment, locale) => {
  expect(localeOfEnvironment(environment)).toBe(locale);
});
