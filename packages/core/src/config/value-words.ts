import type { z } from 'zod';
import type { Words } from './words.js';
import { wrongWords } from './wrong-words.js';

type Issue = z.core.$ZodIssue;
type KeyIssue = Extract<Issue, { readonly code: 'invalid_key' }>;

/** Words of ours for a value that is not one of a list, or out of its bounds; null = the library has to say it. */
export function valueWords(issue: Issue): Words | null {
  if (issue.code === 'invalid_value') return oneOf(issue.values.map(String));
  if (issue.code === 'too_small') return atLeast(issue.origin, issue.minimum, issue.inclusive !== false);
  if (issue.code === 'too_big') return atMost(issue.origin, issue.maximum, issue.inclusive !== false);
  return null;
}

/** Of a name that the user chose, e.g. of a business. */
export function keyWords({ issues }: KeyIssue): Words {
  const [first] = issues;
  const words = first === undefined ? null : (wrongWords(first.message) ?? valueWords(first));
  return words ?? { zh: '名称不可用', en: 'is no name that is possible here' };
}

function oneOf(values: readonly string[]): Words {
  const [only = ''] = values;
  if (values.length === 1) return { zh: `应为 ${only}`, en: `has to be ${only}` };
  return { zh: `应为下列之一：${values.join('、')}`, en: `has to be one of ${values.join(', ')}` };
}

type Bound = number | bigint;

function atLeast(origin: string, bound: Bound, isIncluded: boolean): Words | null {
  switch (origin) {
    case 'number':
    case 'int':
      return isIncluded
        ? { zh: `不能小于 ${bound}`, en: `has to be ${bound} or more` }
        : { zh: `应大于 ${bound}`, en: `has to be more than ${bound}` };
    case 'string':
      if (bound === 1) return { zh: '不能为空', en: 'must not be empty' };
      return { zh: `至少 ${bound} 个字符`, en: `has to have ${bound} characters or more` };
    case 'array':
      return { zh: `列表中至少要有 ${bound} 项`, en: `the list has to have ${entries(bound)} or more` };
    default:
      return null;
  }
}

function atMost(origin: string, bound: Bound, isIncluded: boolean): Words | null {
  switch (origin) {
    case 'number':
    case 'int':
      return isIncluded
        ? { zh: `不能大于 ${bound}`, en: `has to be ${bound} or less` }
        : { zh: `应小于 ${bound}`, en: `has to be less than ${bound}` };
    case 'string':
      return { zh: `最多 ${bound} 个字符`, en: `may have ${bound} characters at most` };
    case 'array':
      return { zh: `列表中最多 ${bound} 项`, en: `the list may have ${entries(bound)} at most` };
    default:
      return null;
  }
}

const entries = (count: Bound): string => (Number(count) === 1 ? '1 entry' : `${count} entries`);
