import { nearestName } from '../domain/nearest-name.js';
import { isRuleOrField, RULE_NAMES } from '../domain/rules/rule-names.js';
import type { ConfigProblem, Place } from './config-problem.js';

/** What the schema says of a key of `rules` that is neither a rule nor the path of a field. */
export const RULE_UNKNOWN = 'RULE_UNKNOWN';

export function unknownRule(key: string, found: Place & { readonly path: string }): ConfigProblem {
  // Full-width letters and blanks at the ends look like nothing.
  const plain = key.normalize('NFKC').trim();
  const near = plain !== key && isRuleOrField(plain) ? plain : nearestName(key, RULE_NAMES);
  return {
    ...found,
    code: 'unknown-key',
    zh: `没有名为 ${key} 的规则${near === null ? '；字段请写成 DecHead/CopCode 的形式' : `，是否应为 ${near}？`}`,
    en: `there is no rule named ${key}${near === null ? '; a field is written as in DecHead/CopCode' : `; is ${near} meant?`}`,
  };
}
