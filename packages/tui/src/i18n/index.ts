import { fillText } from '@swic/core/contract';
import { en } from './en.js';
import { zh } from './zh.js';

export type Locale = 'zh' | 'en';

/** Words that several parts of the dashboard need. */
export type CommonKey = keyof typeof en;

/** View -> the keys of its own words. The folder of a view adds its line to this interface. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the folders of the views.
export interface OwnWords {}

export type TextKey = CommonKey | OwnWords[keyof OwnWords];
export type Translate<Key extends string = TextKey> = (
  key: Key,
  values?: Readonly<Record<string, string | number>>,
) => string;

export type Catalogue = Readonly<Record<Locale, Readonly<Record<string, string>>>>;

/** Words of one view: TypeScript sees to it that both languages have the same keys. */
export function ownWords<const Key extends string>(
  words: Readonly<Record<Locale, Readonly<Record<Key, string>>>>,
): Readonly<Record<Locale, Readonly<Record<Key, string>>>> {
  return words;
}

/** Knows the common words alone. */
export function translator(locale: Locale): Translate<CommonKey> {
  return translateFrom({ zh, en }[locale]);
}

/** Knows the words of these views too. */
export function createTranslator(own: readonly Catalogue[]): (locale: Locale) => Translate {
  const all = (locale: Locale): Readonly<Record<string, string>> =>
    Object.assign({}, { zh, en }[locale], ...own.map((words) => words[locale])) as Record<string, string>;
  const translators = { zh: translateFrom(all('zh')), en: translateFrom(all('en')) };
  return (locale) => translators[locale];
}

function translateFrom(words: Readonly<Record<string, string>>): Translate {
  return (key, values = {}) => fillText(words[key] ?? key, values);
}
