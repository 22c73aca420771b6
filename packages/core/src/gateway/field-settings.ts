import type { LoadedConfig } from '../config/load.js';
import type { ConfigProblem } from '../config/problems.js';
import { nearestName } from '../domain/nearest-name.js';
import { RULE_NAMES } from '../domain/rules/rule-names.js';
import { knownFields } from '../xml/rules/known-fields.js';
import { configuredBusinesses } from './configured-businesses.js';

/** Levels for fields that no document of the business has; each names the field that was most likely meant. */
export function unknownFields(loaded: LoadedConfig): readonly ConfigProblem[] {
  return configuredBusinesses(loaded).flatMap(({ definition, business }) => {
    const ends = new Set(knownFields(definition).flatMap(({ path }) => endsOf(path)));
    return Object.keys(business.rules)
      .filter((key) => !RULE_NAMES.some((rule) => rule === key) && !ends.has(key))
      .map((key) => unknownField(definition.key, key, nearestName(key, ends)));
  });
}

/** `DecMessage/DecHead/CopCode` is also `DecHead/CopCode`. */
function endsOf(path: string): readonly string[] {
  const names = path.split('/');
  return names.slice(0, -1).map((_, from) => names.slice(from).join('/'));
}

function unknownField(business: string, key: string, near: string | null): ConfigProblem {
  return {
    code: 'unknown-key',
    path: `businesses.${business}.rules.${key}`,
    line: 1,
    column: 1,
    zh: `${business} 的单据没有字段 ${key}${near === null ? '' : `，是否应为 ${near}？`}`,
    en: `documents of ${business} have no field ${key}${near === null ? '' : `; is ${near} meant?`}`,
  };
}
