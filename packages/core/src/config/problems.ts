import { z } from 'zod';
import { Fault } from '../contract/fault.js';
import { findBusiness } from '../domain/businesses/registry.js';
import { isRuleOrField } from '../domain/rules/rule-names.js';
import type { ConfigProblem, Locate, Place } from './config-problem.js';
import type { NearSettings } from './known-settings.js';
import { RULE_UNKNOWN, unknownRule } from './rule-problem.js';
import { issuesOfMeant, type UnionIssue, wordsOfUnion } from './union-words.js';
import { keyWords, valueWords } from './value-words.js';
import type { Words } from './words.js';
import { WRONG, wrong, wrongWords } from './wrong-words.js';

/** More than this at once is read by no one: the rest is in `swic config check`. */
const SAID_MAX = 3;

/** What is wrong with a configuration as one Fault, with the first problems in both languages. */
export function problemsFault(file: string, problems: readonly ConfigProblem[]): Fault {
  const first = problems.slice(0, SAID_MAX);
  const say = (locale: 'zh' | 'en', end: string): string =>
    first.map((one) => [one.line, one.path, one[locale]].filter((part) => part !== '').join(': ')).join(end);
  const has = (code: ConfigProblem['code']): boolean => problems.some((problem) => problem.code === code);
  const code = has('secret-literal') ? 'config.secret-literal' : has('newer') ? 'config.newer' : 'config.invalid';
  return new Fault(code, { file, problems: problems.length, zh: say('zh', '；'), en: say('en', '; ') });
}

type Issue = z.core.$ZodIssue;

const chinese = z.locales.zhCN().localeError;

function inChinese(issue: Issue): string {
  const said = chinese(issue as z.core.$ZodRawIssue);
  return typeof said === 'string' ? said : (said?.message ?? issue.message);
}

/** Our words for what the schema found. One issue of several unknown keys becomes a problem each. */
export function explainIssue(issue: Issue, locate: Locate, near: NearSettings): readonly ConfigProblem[] {
  const at = issue.path;
  const found = { ...locate(at), path: at.map(String).join('.') };
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, [...at, key], locate, near));
  if (issue.code === 'invalid_union') {
    const meant = issuesOfMeant(issue);
    return meant === null ? [explainUnion(issue, found)] : meant.flatMap((one) => explainIssue(one, locate, near));
  }
  if (issue.code === 'invalid_key') return [{ ...found, code: 'value', ...keyWords(issue) }];
  if (issue.code === 'invalid_type') return [explainType(issue, found)];
  if (issue.message === RULE_UNKNOWN) return [unknownRule(String(at.at(-1)), found)];
  return [{ ...found, code: 'value', ...(wrongWords(issue.message) ?? valueWords(issue) ?? wordsOfLibrary(issue)) }];
}

/** The file is not text that is read here. */
export function encodingProblem(looksLike: 'GBK' | null): ConfigProblem {
  const found =
    looksLike === null
      ? { zh: '', en: '' }
      : { zh: `（像是 ${looksLike}，即“ANSI”）`, en: ` (it looks like ${looksLike}, "ANSI")` };
  return {
    code: 'encoding',
    path: '',
    line: 1,
    column: 1,
    zh: `配置文件不是 UTF-8 编码${found.zh}；请在编辑器中“另存为”UTF-8`,
    en: `the file is not in UTF-8${found.en}; save it as UTF-8 in your editor`,
  };
}

export function escapeProblem({ line, col }: { readonly line: number; readonly col: number }): ConfigProblem {
  return {
    code: 'value',
    path: '',
    line,
    column: col,
    zh: '双引号内的反斜杠是转义（\\t 为制表符，\\n 为换行）；路径请用单引号，或用正斜杠 /',
    en: 'in double quotes a backslash starts an escape (\\t is a tab, \\n a line feed); write single quotes or forward slashes',
  };
}

function unknownKey(key: string, at: readonly PropertyKey[], locate: Locate, near: NearSettings): ConfigProblem {
  const isColon = key.includes('：');
  const meant = isColon ? [] : meantBy(key, at, near);
  const hint = {
    zh: isColon ? '：冒号应为英文冒号加空格' : meant.length === 0 ? '' : `，是否指 ${meant.join(' 或 ')}？`,
    en: isColon ? ': the colon has to be ": "' : meant.length === 0 ? '' : `; did you mean ${meant.join(' or ')}?`,
  };
  return {
    ...locate(at),
    path: at.map(String).join('.'),
    code: 'unknown-key',
    zh: `没有名为 ${key} 的配置项${hint.zh}`,
    en: `there is no setting named ${key}${hint.en}`,
  };
}

/** A setting of almost this name, or of this name elsewhere; else where a rule, a field or a business of this name belongs. */
function meantBy(key: string, at: readonly PropertyKey[], near: NearSettings): readonly string[] {
  const found = near(at);
  if (found.length > 0) return found.map(({ path }) => path);
  const business = at[0] === 'businesses' && at.length > 2 ? String(at[1]) : '<name>';
  if (isRuleOrField(key)) return [`businesses.${business}.rules.${key}`];
  return at.length === 1 && findBusiness(key) !== null ? [`businesses.${key}`] : [];
}

type Found = Place & { readonly path: string };

function explainUnion(issue: UnionIssue, found: Found): ConfigProblem {
  if (issue.message === wrong('SECRET_LITERAL')) {
    if (issue.errors.flat().some(({ code }) => code === 'unrecognized_keys'))
      return { ...found, code: 'value', ...WRONG.SECRET_KEY_WRONG };
    return { ...found, code: 'secret-literal', ...WRONG.SECRET_LITERAL };
  }
  if (found.path === 'transport.kind' || found.path === 'transport') {
    return {
      ...found,
      code: 'transport-kind',
      zh: 'kind 应为 embedded、rabbitmq 或 ibmmq',
      en: 'kind must be embedded, rabbitmq or ibmmq',
    };
  }
  return { ...found, code: 'value', ...(wrongWords(issue.message) ?? wordsOfUnion(issue) ?? wordsOfLibrary(issue)) };
}

function explainType(issue: Issue, found: Found): ConfigProblem {
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('undefined');
  if (isMissing) return { ...found, code: 'missing', zh: '缺少此项', en: 'is required' };
  // Digits alone are a number in YAML, whatever they are for the platform.
  if (issue.code === 'invalid_type' && issue.expected === 'string' && /number|数字/.test(issue.message))
    return {
      ...found,
      code: 'type',
      zh: '应为文字：只有数字的值请加引号，如 "0123456789"',
      en: 'has to be text: put digits into quotes, e.g. "0123456789"',
    };
  const { zh, en } = typeWords(issue);
  return { ...found, code: 'type', zh, en };
}

const TYPES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  array: ['应为列表，如 [a, b]', 'has to be a list, e.g. [a, b]'],
  object: [
    '应为多个配置项，各占一行，或写成 { 名称: 值 }',
    'has to be settings by name, each in a line of its own or as { name: value }',
  ],
  record: [
    '应为多个配置项，各占一行，或写成 { 名称: 值 }',
    'has to be settings by name, each in a line of its own or as { name: value }',
  ],
  boolean: ['应为 true 或 false', 'has to be true or false'],
  number: ['应为数字', 'has to be a number'],
  int: ['应为整数', 'has to be a whole number'],
  string: ['应为文字', 'has to be text'],
};

/** Words of ours for a type that does not fit: the library's own are for programmers. */
function typeWords(issue: Issue): { readonly zh: string; readonly en: string } {
  const words = issue.code === 'invalid_type' ? TYPES[issue.expected] : undefined;
  if (words === undefined) return wordsOfLibrary(issue);
  return { zh: words[0], en: words[1] };
}

/** Where ours do not reach. */
function wordsOfLibrary(issue: Issue): Words {
  return { zh: inChinese(issue), en: `is not valid: ${plain(issue.message)}` };
}

/** Without the library's own opening. */
const plain = (message: string): string => message.replace(/^Invalid (?:input|option|string): /, '');
