import type { z } from 'zod';

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** Words of ours for a value that is not one of a list, or a number out of its bounds; null = the library has to say it. */
export function valueWords(issue: z.core.$ZodIssue): Words | null {
  if (issue.code === 'invalid_value') return oneOf(issue.values.map(String));
  if (issue.code === 'too_small' && isOfNumber(issue.origin)) return atLeast(issue.minimum, issue.inclusive === true);
  if (issue.code === 'too_big' && isOfNumber(issue.origin)) return atMost(issue.maximum, issue.inclusive === true);
  return null;
}

function oneOf(values: readonly string[]): Words {
  const [only = ''] = values;
  if (values.length === 1) return { zh: `应为 ${only}`, en: `has to be ${only}` };
  return { zh: `应为下列之一：${values.join('、')}`, en: `has to be one of ${values.join(', ')}` };
}

const isOfNumber = (origin: string): boolean => origin === 'number' || origin === 'int';

function atLeast(bound: number | bigint, isIncluded: boolean): Words {
  return isIncluded
    ? { zh: `不能小于 ${bound}`, en: `has to be ${bound} or more` }
    : { zh: `应大于 ${bound}`, en: `has to be more than ${bound}` };
}

function atMost(bound: number | bigint, isIncluded: boolean): Words {
  return isIncluded
    ? { zh: `不能大于 ${bound}`, en: `has to be ${bound} or less` }
    : { zh: `应小于 ${bound}`, en: `has to be less than ${bound}` };
}
