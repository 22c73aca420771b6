import type { ConfigProblem } from './config-problem.js';

interface Cause {
  readonly pattern: RegExp;
  readonly zh: string;
  readonly en: string;
}

/** What people really did where YAML gives up, by what the line looks like; the first that fits. */
const CAUSES: readonly Cause[] = [
  {
    pattern: /^[^#"']*：/,
    zh: '冒号是全角的“：”，应为英文冒号加空格“: ”',
    en: 'the colon is a full-width one; it has to be ": "',
  },
  {
    pattern: /^\s*\t|^\t/,
    zh: '缩进用了制表符（Tab），应为空格',
    en: 'the line is indented with a tab; it has to be spaces',
  },
  { pattern: /[“”‘’]/, zh: '引号是全角的，应为英文引号', en: 'the quotes are full-width ones' },
  { pattern: /[，｛｝［］]/, zh: '逗号或括号是全角的，应为英文符号', en: 'a comma or bracket is a full-width one' },
  { pattern: /[\u3000\u00a0]/, zh: '含有全角空格，应为普通空格', en: 'there is a full-width space in it' },
  { pattern: /^\s*[A-Za-z_][\w.-]*:[^\s#]/, zh: '冒号后面缺少空格', en: 'a space is missing behind the colon' },
];

/** By YAML's own codes. */
const CODES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  BAD_INDENT: ['缩进不正确', 'the indentation does not fit'],
  DUPLICATE_KEY: ['同一配置项写了两次', 'the same setting is written twice'],
  MISSING_CHAR: ['缺少引号、括号或冒号', 'a quote, bracket or colon is missing'],
  // Not of YAML: a single text, with nothing to set.
  NO_SETTING: ['没有“名称: 值”形式的配置项', 'there is no setting in it, written as "name: value"'],
  TAB_AS_INDENT: ['缩进用了制表符（Tab），应为空格', 'the line is indented with a tab; it has to be spaces'],
  UNEXPECTED_TOKEN: ['此处的内容不符合 YAML 的写法', 'this is not how YAML is written'],
};

/** More than these at once follow from the first ones. */
const PROBLEMS_MAX = 3;

export interface SyntaxError {
  readonly code: string;
  readonly line: number;
  readonly column: number;
}

/** Few problems, one for a line, with the likely cause: one wrong colon makes YAML complain about many lines. */
export function syntaxProblems(text: string, errors: readonly SyntaxError[]): readonly ConfigProblem[] {
  const lines = text.split(/\r?\n/);
  const suspicious = lines.flatMap((line, at) => {
    const cause = CAUSES.slice(0, 2).find(({ pattern }) => pattern.test(line));
    return cause === undefined ? [] : [problem(at + 1, 1, cause)];
  });
  const found = errors.map(({ code, line, column }) => {
    const cause = CAUSES.find(({ pattern }) => pattern.test(lines[line - 1] ?? ''));
    const [zh, en] = CODES[code] ?? ['YAML 写法有误', 'this is not valid YAML'];
    return problem(line, column, cause ?? { zh, en });
  });
  const first = suspicious.length > 0 ? suspicious : found;
  return first.filter(({ line }, at) => first.findIndex((other) => other.line === line) === at).slice(0, PROBLEMS_MAX);
}

function problem(
  line: number,
  column: number,
  { zh, en }: { readonly zh: string; readonly en: string },
): ConfigProblem {
  return { code: 'syntax', path: '', line, column, zh: `YAML 语法错误：${zh}`, en: `YAML syntax: ${en}` };
}
