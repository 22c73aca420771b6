import { z } from 'zod';
import { Fault } from '../contract/fault.js';
import { nearestName } from '../domain/nearest-name.js';
import { isRuleOrField, RULE_NAMES } from '../domain/rules/rule-names.js';
import { MESSAGE_TYPE_WRONG, SIGN_WRONG } from './document-schema.js';
import { valueWords } from './value-words.js';

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where a setting is written; of one that is not, where the nearest around it is. */
export type Locate = (at: readonly PropertyKey[]) => Place;

/** One thing wrong with the configuration, for people and for scripts. */
export interface ConfigProblem extends Place {
  readonly code:
    | 'syntax'
    | 'unknown-key'
    | 'missing'
    | 'type'
    | 'value'
    | 'secret-literal'
    | 'transport-kind'
    | 'encoding';
  /** Dotted, e.g. `businesses.DEC.send.maxConcurrent`. */
  readonly path: string;
  readonly zh: string;
  readonly en: string;
}

/** More than this at once is read by no one: the rest is in `swic config check`. */
const SAID_MAX = 3;

/** What is wrong with a configuration as one Fault, with the first problems in both languages. */
export function problemsFault(file: string, problems: readonly ConfigProblem[]): Fault {
  const first = problems.slice(0, SAID_MAX);
  const say = (locale: 'zh' | 'en', end: string): string =>
    first.map((one) => [one.line, one.path, one[locale]].filter((part) => part !== '').join(': ')).join(end);
  const code = problems.some((problem) => problem.code === 'secret-literal')
    ? 'config.secret-literal'
    : 'config.invalid';
  return new Fault(code, { file, problems: problems.length, zh: say('zh', '；'), en: say('en', '; ') });
}

/** What the schema says of a key of `rules` that is neither a rule nor the path of a field. */
export const RULE_UNKNOWN = 'RULE_UNKNOWN';

type Issue = z.core.$ZodIssue;

const chinese = z.locales.zhCN().localeError;

function inChinese(issue: Issue): string {
  const said = chinese(issue as z.core.$ZodRawIssue);
  return typeof said === 'string' ? said : (said?.message ?? issue.message);
}

/** Our words for what the schema found. One issue of several unknown keys becomes a problem each. */
export function explainIssue(issue: Issue, locate: Locate): readonly ConfigProblem[] {
  const at = issue.path;
  const found = { ...locate(at), path: at.map(String).join('.') };
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, [...at, key], locate));
  if (issue.code === 'invalid_union') return [explainUnion(issue, found)];
  if (issue.code === 'invalid_type') return [explainType(issue, found)];
  if (issue.message === RULE_UNKNOWN) return [unknownRule(String(at.at(-1)), found)];
  if (issue.message === MESSAGE_TYPE_WRONG) return [wrongMessageType(found)];
  if (issue.message === 'PATH_HAS_CONTROL') return [controlInPath(found)];
  const words = valueWords(issue) ?? { zh: inChinese(issue), en: `is not valid: ${plain(issue.message)}` };
  return [{ ...found, code: 'value', ...words }];
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

function unknownKey(key: string, at: readonly PropertyKey[], locate: Locate): ConfigProblem {
  const path = at.map(String).join('.');
  return {
    ...locate(at),
    path,
    code: 'unknown-key',
    zh: `没有名为 ${key} 的配置项${key.includes('：') ? '：冒号应为英文冒号加空格' : ''}`,
    en: `there is no setting named ${key}${key.includes('：') ? ': the colon has to be ": "' : ''}`,
  };
}

type Found = Place & { readonly path: string };

function unknownRule(key: string, found: Found): ConfigProblem {
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

function wrongMessageType(found: Found): ConfigProblem {
  return {
    ...found,
    code: 'value',
    zh: '花括号中只能写 {root}，即单据的根元素名',
    en: 'the only place in braces is {root}, the root element of the document',
  };
}

function controlInPath(found: Found): ConfigProblem {
  return {
    ...found,
    code: 'value',
    zh: '路径中有控制字符（制表符、换行）或无法显示的字符；请写在一行内，用单引号或正斜杠 /',
    en: 'the path has a control character (tab, line feed) or one that could not be read; write it in one line, in single quotes or with forward slashes',
  };
}

function explainUnion(issue: Issue, found: Found): ConfigProblem {
  if (issue.message === 'SECRET_LITERAL') {
    return {
      ...found,
      code: 'secret-literal',
      zh: '配置文件会被复制、备份和显示，密码不能直接写在这里；请写 { env: 变量名 }、{ file: 路径 } 或 { keyring: 名称 }',
      en: 'this file is copied, backed up and shown, so a secret must not stand in it; write { env: NAME }, { file: PATH } or { keyring: NAME }',
    };
  }
  if (issue.message === SIGN_WRONG) {
    return {
      ...found,
      code: 'value',
      zh: '应为 none、dec-sign、envelope、both，或 { element: OperInfo/Sign, date: SignDate }',
      en: 'must be none, dec-sign, envelope, both, or { element: OperInfo/Sign, date: SignDate }',
    };
  }
  if (found.path === 'transport.kind' || found.path === 'transport') {
    return {
      ...found,
      code: 'transport-kind',
      zh: 'kind 应为 embedded、rabbitmq 或 ibmmq',
      en: 'kind must be embedded, rabbitmq or ibmmq',
    };
  }
  return { ...found, code: 'value', zh: inChinese(issue), en: `is not valid: ${plain(issue.message)}` };
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
  if (words === undefined) return { zh: inChinese(issue), en: `is not valid: ${plain(issue.message)}` };
  return { zh: words[0], en: words[1] };
}

/** Without the library's own opening. */
const plain = (message: string): string => message.replace(/^Invalid (?:input|option|string): /, '');
