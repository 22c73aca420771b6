import { fillText } from '@swic/core/contract';
import { en, type TextKey } from './en.js';
import { zh } from './zh.js';

export type Locale = 'zh' | 'en';
export type { TextKey } from './en.js';
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const CATALOGUES = { zh, en } as const satisfies Record<Locale, Readonly<Record<TextKey, string>>>;

export function translator(locale: Locale): Translate {
  const catalogue = CATALOGUES[locale];
  return (key, values = {}) => fillText(catalogue[key], values);
}

/**
 * Before any configuration is read: what the user's environment says; Chinese where it says nothing. As gettext has it, `LANGUAGE` is a
 * list by preference that goes before the others, but not where they ask for no language at all (`C`).
 */
export function localeOfEnvironment(environment: Readonly<Record<string, string | undefined>> = process.env): Locale {
  const { LC_ALL, LC_MESSAGES, LANG, LANGUAGE } = environment;
  const said = LC_ALL || LC_MESSAGES || LANG || '';
  const isNone = said === '' || /^(?:C|POSIX)\b/i.test(said);
  const wanted = isNone ? [] : (LANGUAGE ?? '').split(':');
  const known = wanted
    .map((one) => /^(zh|en)(?![a-z])/i.exec(one)?.[1]?.toLowerCase())
    .find((one) => one !== undefined);
  if (known !== undefined) return known === 'en' ? 'en' : 'zh';
  return /^en|^C\b|^POSIX\b/i.test(said) ? 'en' : 'zh';
}
