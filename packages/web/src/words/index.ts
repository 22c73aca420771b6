import {
  ALERTS_WORDS,
  CARD_WORDS,
  type CommonKey,
  createTranslator,
  DETAIL_WORDS,
  DOCUMENTS_WORDS,
  FAULTS_WORDS,
  LOG_WORDS,
  type Locale,
  OVERDUE_WORDS,
  OVERVIEW_WORDS,
  RECEIPTS_WORDS,
  SETTINGS_WORDS,
  TRANSPORT_WORDS,
} from '@swic/desk';
import { EN } from './en.js';
import { ZH } from './zh.js';

type KeyOf<Words extends { readonly en: object }> = keyof Words['en'];

/** Everything that the page can say. */
export type PageKey =
  | CommonKey
  | keyof typeof EN
  | KeyOf<typeof ALERTS_WORDS>
  | KeyOf<typeof CARD_WORDS>
  | KeyOf<typeof DETAIL_WORDS>
  | KeyOf<typeof DOCUMENTS_WORDS>
  | KeyOf<typeof FAULTS_WORDS>
  | KeyOf<typeof LOG_WORDS>
  | KeyOf<typeof OVERDUE_WORDS>
  | KeyOf<typeof OVERVIEW_WORDS>
  | KeyOf<typeof RECEIPTS_WORDS>
  | KeyOf<typeof SETTINGS_WORDS>
  | KeyOf<typeof TRANSPORT_WORDS>;

/** The words of a language. */
export const wordsIn = createTranslator<PageKey>([
  ALERTS_WORDS,
  CARD_WORDS,
  DETAIL_WORDS,
  DOCUMENTS_WORDS,
  FAULTS_WORDS,
  LOG_WORDS,
  OVERDUE_WORDS,
  OVERVIEW_WORDS,
  RECEIPTS_WORDS,
  SETTINGS_WORDS,
  TRANSPORT_WORDS,
  { en: EN, zh: ZH },
]);

/** What the browser asks for; Chinese where it says neither. */
export const browserLocale = (languages: readonly string[]): Locale =>
  languages
    .find((one) => /^(zh|en)/i.test(one))
    ?.toLowerCase()
    .startsWith('en') === true
    ? 'en'
    : 'zh';
