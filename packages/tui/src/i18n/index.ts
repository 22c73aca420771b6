import { fillText } from '@swic/core/contract';
import { en, type TextKey } from './en.js';
import { zh } from './zh.js';

export type Locale = 'zh' | 'en';
export type { TextKey } from './en.js';
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const CATALOGUES = { zh, en } as const satisfies Record<Locale, Readonly<Record<TextKey, string>>>;

/** Are there words under this key? */
export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}

export function translator(locale: Locale): Translate {
  const catalogue = CATALOGUES[locale];
  return (key, values = {}) => fillText(catalogue[key], values);
}
