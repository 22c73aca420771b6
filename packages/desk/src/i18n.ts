import { fillText } from '@swic/core/contract';
import { en } from './words/en.js';
import { zh } from './words/zh.js';

export type Locale = 'zh' | 'en';

/** Words that several views need. */
export type CommonKey = keyof typeof en;

export type Translate<Key extends string> = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

export type Catalogue = Readonly<Record<Locale, Readonly<Record<string, string>>>>;

const COMMON = { zh, en } as const satisfies Catalogue;

/** Words of one view: TypeScript sees to it that both languages have the same keys. */
export function ownWords<const Key extends string>(
  words: Readonly<Record<Locale, Readonly<Record<Key, string>>>>,
): Readonly<Record<Locale, Readonly<Record<Key, string>>>> {
  return words;
}

/** Knows the common words alone. */
export function translator(locale: Locale): Translate<CommonKey> {
  return translateFrom(COMMON[locale]);
}

/** Knows these words too. The caller says which keys they have, since a catalogue is put together from many. */
export function createTranslator<Key extends string>(own: readonly Catalogue[]): (locale: Locale) => Translate<Key> {
  const all = (locale: Locale): Readonly<Record<string, string>> =>
    Object.assign({}, COMMON[locale], ...own.map((words) => words[locale])) as Record<string, string>;
  const translators = { zh: translateFrom(all('zh')), en: translateFrom(all('en')) };
  return (locale) => translators[locale];
}

function translateFrom(words: Readonly<Record<string, string>>): Translate<string> {
  return (key, values = {}) => fillText(words[key] ?? key, values);
}
