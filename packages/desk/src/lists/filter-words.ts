import {
  type BusinessSnapshot,
  CUSTOMS_FILTERS,
  type CustomsFilter,
  type FilterWord,
  STAGES,
  type Stage,
} from '@swic/core/contract';
import { translator } from '../i18n.js';

/** Fewer letters of an English name say too little. */
const ENGLISH_CHARS_MIN = 3;

/**
 * What was typed, word by word: each is looked for in names and keys, and may mean a business (key, Chinese name, pinyin initials,
 * English name), a stage or a state at customs in either language. `!` before a word shows what does not fit.
 */
export function parseFilter(text: string, businesses: readonly BusinessSnapshot[]): readonly FilterWord[] {
  return text
    .split(/\s+/)
    .map((word) => ({ isInverse: word.startsWith('!') && word.length > 1, text: word.replace(/^!(?=.)/, '') }))
    .filter((word) => word.text !== '' && word.text !== '!')
    .map((word) => ({
      ...word,
      businesses: businesses.filter((one) => isBusinessMeant(one, word.text.toLowerCase())).map(({ key }) => key),
      stages: STAGES.filter((stage) => isStageMeant(stage, word.text.toLowerCase())),
      customs: CUSTOMS_FILTERS.filter((state) => isCustomsMeant(state, word.text.toLowerCase())),
    }));
}

function isBusinessMeant({ key, nameZh, nameEn, initials }: BusinessSnapshot, word: string): boolean {
  return (
    key.toLowerCase().startsWith(word) ||
    initials.startsWith(word) ||
    nameZh.includes(word) ||
    (word.length >= ENGLISH_CHARS_MIN && nameEn.toLowerCase().includes(word))
  );
}

const zh = translator('zh');
const en = translator('en');

function isStageMeant(stage: Stage, word: string): boolean {
  const isLong = word.length >= ENGLISH_CHARS_MIN;
  return (
    zh(`stage.${stage}`) === word ||
    (isLong && (stage.startsWith(word) || en(`stage.${stage}`).toLowerCase().startsWith(word)))
  );
}

function isCustomsMeant(state: CustomsFilter, word: string): boolean {
  const isLong = word.length >= ENGLISH_CHARS_MIN;
  return zh(`customs.${state}`) === word || (isLong && (state === word || en(`customs.${state}`).startsWith(word)));
}
