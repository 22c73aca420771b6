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

/** Before any configuration is read: what the user's environment says; Chinese where it says nothing. */
export function localeOfEnvironment(): Locale {
  const said = process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || '';
  return /^en|^C\b|^POSIX\b/i.test(said) ? 'en' : 'zh';
}
