import type { z } from 'zod';
import type { Words } from './words.js';

type Issue = z.core.$ZodIssue;
/** Of a setting that may have several shapes. */
export type UnionIssue = Extract<Issue, { readonly code: 'invalid_union' }>;

/**
 * What is wrong inside the one shape that was meant: the only one whose kind of value fits, e.g. the object where a word or an object
 * is possible. Null = none or several.
 */
export function issuesOfMeant({ errors, path }: UnionIssue): readonly Issue[] | null {
  const meant = errors.filter((issues) => issues.every((issue) => !isOfWhole(issue)));
  const [only = [], second] = meant;
  if (only.length === 0 || second !== undefined) return null;
  return only.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

/** The value is of another kind altogether, or no shape of this union. */
function isOfWhole({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union');
}

const KINDS: Readonly<Record<string, Words>> = {
  string: { zh: '文字', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '多个配置项', en: 'settings by name' },
};

/** Which kinds are possible; null = not said. */
export function wordsOfUnion({ errors }: UnionIssue): Words | null {
  const kinds = errors
    .flat()
    .flatMap((issue) => (issue.code === 'invalid_type' && issue.path.length === 0 ? [KINDS[issue.expected]] : []));
  const known = [...new Set(kinds)].filter((kind) => kind !== undefined);
  if (known.length === 0) return null;
  return {
    zh: `应为${known.map(({ zh }) => zh).join('或')}`,
    en: `has to be ${known.map(({ en }) => en).join(' or ')}`,
  };
}
