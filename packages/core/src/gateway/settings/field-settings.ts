import type { LoadedConfig } from '../../config/load.js';
import type { ConfigProblem, Locate } from '../../config/problems.js';
import type { BusinessConfig } from '../../config/schema.js';
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
        return { ...unknownField(definition.key, key, nearestName(key, ends)), ...locate(at), path: at.join('.') };
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

function unknownField(business: string, key: string, near: string | null): Pick<ConfigProblem, 'code' | 'zh' | 'en'> {
  return {
    code: 'unknown-key',
    zh: `${business} 的单据没有字段 ${key}${near === null ? '' : `，是否应为 ${near}？`}`,
    en: `documents of ${business} have no field ${key}${near === null ? '' : `; is ${near} meant?`}`,
  };
}
