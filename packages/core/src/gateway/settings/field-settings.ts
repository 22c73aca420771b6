import type { ConfigProblem, Locate } from '../../config/config-problem.js';
import type { LoadedConfig } from '../../config/load.js';
import type { BusinessConfig } from '../../config/schema.js';
import type { Sentence } from '../../contract/doctor.js';
import { nearestWord } from '../../contract/near-words.js';
import { BUSINESSES } from '../../domain/businesses/registry.js';
import { nearestName } from '../../domain/nearest-name.js';
import { RULE_NAMES } from '../../domain/rules/rule-names.js';
import { knownFields } from '../../xml/rules/known-fields.js';
import { configuredBusinesses } from './configured-businesses.js';

/** Levels for fields that no document of the business has, in the order of the file; each names the field that was most likely meant. */
export function unknownFields(loaded: LoadedConfig, locate: Locate): readonly ConfigProblem[] {
  const problems = configuredBusinesses(loaded).flatMap(({ definition, business }) => {
    const ends = new Set(knownFields(definition).flatMap(({ path }) => endsOf(path)));
    const name = nameOf(loaded, business);
    return Object.keys(business.rules)
      .filter((key) => !RULE_NAMES.some((rule) => rule === key) && !ends.has(key))
      .map((key) => {
        const at = ['businesses', name, 'rules', key];
        return { ...unknownField(definition.key, key, hintOf(key, ends)), ...locate(at), path: at.join('.') };
      });
  });
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** As the file writes it: a business may be called `dec` there, or by its folder. */
function nameOf({ config }: LoadedConfig, business: BusinessConfig): string {
  return Object.entries(config.businesses).find(([, one]) => one === business)?.[0] ?? '';
}

/** `DecMessage/DecHead/CopCode` is also `DecHead/CopCode`. */
function endsOf(path: string): readonly string[] {
  const names = path.split('/');
  return names.slice(0, -1).map((_, from) => names.slice(from).join('/'));
}

const NO_HINT: Sentence = { zh: '', en: '' };
const ONLY_ELEMENTS: Sentence = {
  zh: '；只有元素可以单独设置级别，属性和通配符不可以',
  en: '; only an element has a level of its own, an attribute or a pattern has none',
};

/** What was likely meant: the field of this name in another section, one with a similar name, or the same field of another business. */
function hintOf(key: string, ends: ReadonlySet<string>): Sentence {
  if (/[@*?]/.test(key)) return ONLY_ELEMENTS;
  // Full-width letters look the same and are others.
  const plain = key.normalize('NFKC').trim();
  const elsewhere = inOtherSections(plain, ends);
  const slip = nearestWord(plain, [...ends]) ?? (elsewhere.length > 0 ? null : nearestName(plain, ends));
  const near = slip === null ? elsewhere : [slip];
  if (near.length > 0) return { zh: `，是否应为 ${near.join(' 或 ')}？`, en: `; is ${near.join(' or ')} meant?` };
  const owners = BUSINESSES.filter((one) => knownFields(one).some(({ path }) => endsOf(path).includes(key)));
  if (owners.length === 0) return NO_HINT;
  const keys = owners.map((owner) => owner.key).join(' ');
  return { zh: `；它是 ${keys} 的字段`, en: `; it is a field of ${keys}` };
}

/** More places are a list and no hint. */
const SECTIONS_MAX = 3;

function inOtherSections(key: string, ends: ReadonlySet<string>): readonly string[] {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const places = [...ends].filter((end) => end.split('/').length === 2 && end.endsWith(`/${name}`));
  return places.length > SECTIONS_MAX ? [] : places;
}

function unknownField(business: string, key: string, { zh, en }: Sentence): Pick<ConfigProblem, 'code' | 'zh' | 'en'> {
  return {
    code: 'unknown-key',
    zh: `${business} 的单据没有字段 ${key}${zh}`,
    en: `documents of ${business} have no field ${key}${en}`,
  };
}
