import type { Problem } from '../problem.js';

export interface Explanation {
  /** What the failure is called, e.g. a fault code. */
  readonly failCode: string;
  /** The file in OutBox that failed. */
  readonly fileName: string;
  /** One sentence each. */
  readonly zh: string;
  readonly en: string;
  readonly problems: readonly Problem[];
}

/** Version of the structure inside `retData`. */
const RETURN_DATA_VERSION = 1;

/** A broken document may have a problem in every line; an explanation too large to open explains nothing. */
const PROBLEMS_MAX = 500;

/**
 * The document that a client writes when it fails by itself, as systems beside the official client read it [2 sources]:
 * `Root` with `resultFlag` (Type 1, Value 11), `failCode`, `failInfo` (a JSON array of texts, the last one `Err:<code>`) and
 * `retData`. The official `retData` is not public; here it holds every problem as a JSON object. UTF-8, no byte order mark.
 * The same explanation always gives the same bytes.
 */
export function formatExplanation(explanation: Explanation): string {
  const problems = explanation.problems.slice(0, PROBLEMS_MAX);
  const left = explanation.problems.length - problems.length;
  const texts = [
    `${explanation.fileName}: ${explanation.zh} / ${explanation.en}`,
    ...problems.map(sentence),
    ...(left > 0 ? [`另有 ${left} 个问题未列出 / ${left} more problems are not listed`] : []),
    `Err:${explanation.failCode}`,
  ];
  const data = {
    version: RETURN_DATA_VERSION,
    fileName: explanation.fileName,
    failCode: explanation.failCode,
    zh: explanation.zh,
    en: explanation.en,
    problemsNotListed: left,
    problems: problems.map(problemData),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<Root>',
    '<resultFlag><Type>1</Type><Value>11</Value></resultFlag>',
    `<failCode version="1">${escapeText(explanation.failCode)}</failCode>`,
    `<failInfo>${cdata(jsonLines(texts))}</failInfo>`,
    `<retData>${cdata(JSON.stringify(data, null, 1))}</retData>`,
    '</Root>',
    '',
  ].join('\n');
}

function sentence(problem: Problem): string {
  const place = problem.line > 0 ? `第 ${problem.line} 行 第 ${problem.column} 列 ` : '';
  const field = problem.fieldZh === '' ? '' : `（${problem.fieldZh}）`;
  const level = problem.level === 'warn' ? '[警告] ' : '';
  return `${level}${place}${problem.path}${field}: ${problem.zh} / ${problem.en}`;
}

function problemData(problem: Problem): Readonly<Record<string, string | number>> {
  const { rule, level, line, column, path, fieldZh, found, allowed, zh, en } = problem;
  return { rule, level, line, column, path, fieldZh, found, allowed, zh, en };
}

/** One text in a line: the same JSON, but a person can read it in any editor. */
function jsonLines(texts: readonly string[]): string {
  return `[\n${texts.map((text) => JSON.stringify(text)).join(',\n')}\n]`;
}

/** A CDATA section cannot hold its own end: it is split there, which every XML parser puts together again. */
function cdata(text: string): string {
  return `<![CDATA[${allowedInXml(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

function escapeText(text: string): string {
  return allowedInXml(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** XML 1.0 has no way to write these characters at all, not even escaped; what was found in a broken file may hold them. */
function allowedInXml(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd');
}
