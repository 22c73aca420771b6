import type { Problem } from '../domain/problem.js';
import type { Undecodable } from './encoding.js';
import type { Place } from './place.js';
import type { Scan } from './scanned.js';

/** Text shown of what was found is bounded: a log line is no place for a document. */
const FOUND_LENGTH_MAX = 120;

const NOWHERE: Place = { line: 0, column: 0 };

interface Words {
  readonly found: string;
  readonly allowed: string;
  readonly zh: string;
  readonly en: string;
}

/** A problem of the document as a whole, that stops it. `rule` is the name under which people find it. */
export function problem(rule: string, place: Place, path: string, words: Words): Problem {
  const found = words.found.slice(0, FOUND_LENGTH_MAX);
  return {
    rule,
    level: 'reject',
    line: place.line,
    column: place.column,
    path,
    fieldZh: '',
    found,
    allowed: words.allowed,
    zh: words.zh,
    en: words.en,
  };
}

export function emptyProblem(): Problem {
  return problem('xml.empty', NOWHERE, '', { found: '0', allowed: '', zh: '文件为空', en: 'The file is empty' });
}

export function sizeProblem(bytes: number, bytesMax: number): Problem {
  const zh = `文件有 ${bytes} 字节，上限为 ${bytesMax}`;
  return problem('limit.size', NOWHERE, '', {
    found: String(bytes),
    allowed: `<= ${bytesMax}`,
    zh,
    en: `The file has ${bytes} bytes; ${bytesMax} are allowed`,
  });
}

export function depthProblem(place: Place, depthMax: number): Problem {
  const zh = `元素嵌套超过 ${depthMax} 层`;
  return problem('limit.depth', place, '', {
    found: `> ${depthMax}`,
    allowed: `<= ${depthMax}`,
    zh,
    en: `Elements are nested more than ${depthMax} deep`,
  });
}

export function elementsProblem(place: Place, elementsMax: number): Problem {
  const zh = `元素超过 ${elementsMax} 个`;
  return problem('limit.elements', place, '', {
    found: `> ${elementsMax}`,
    allowed: `<= ${elementsMax}`,
    zh,
    en: `There are more than ${elementsMax} elements`,
  });
}

export function doctypeProblem(place: Place): Problem {
  return problem('xml.doctype', place, '', {
    found: '<!DOCTYPE',
    allowed: '',
    zh: '不允许文档类型定义 (DOCTYPE)',
    en: 'A document type declaration (DOCTYPE) is not allowed',
  });
}

export function encodingProblem(fault: Undecodable): Problem {
  const declared = (fault.declared ?? '').slice(0, 40);
  const name = fault.encoding ?? '';
  const actual = fault.actual === null || fault.actual === fault.encoding ? '' : fault.actual.toUpperCase();
  switch (fault.kind) {
    case 'invalid':
      return problem('encoding.invalid', fault, '', {
        found: fault.found,
        allowed: name,
        zh: `第 ${fault.offset + 1} 个字节起（${fault.found}）不是 ${name} 字符${declared === '' ? '（未声明编码时按 UTF-8 读取）' : ''}${actual === '' ? '' : `，文件内容像是 ${actual} 编码`}`,
        en: `The bytes at ${fault.offset + 1} (${fault.found}) are no ${name} character${declared === '' ? ' (nothing is declared, so it is read as UTF-8)' : ''}${actual === '' ? '' : `; the file looks like ${actual}`}`,
      });
    case 'unsupported':
      return problem('encoding.unsupported', { line: 1, column: 1 }, '', {
        found: declared,
        allowed: 'UTF-8, UTF-16, GB18030, GBK, GB2312',
        zh: `不支持声明的编码 ${declared}`,
        en: `The declared encoding ${declared} is not supported`,
      });
    case 'conflict':
      return problem('encoding.conflict', { line: 1, column: 1 }, '', {
        found: declared,
        allowed: actual,
        zh: `${declared === '' ? '未声明编码，应为 UTF-8' : `声明的编码是 ${declared}`}，文件实际${actual === '' ? '不是按它' : `却是按 ${actual} `}编码的`,
        en: `The file declares ${declared === '' ? 'nothing, which means UTF-8' : declared}, but is ${actual === '' ? 'not written in it' : `written in ${actual}`}`,
      });
  }
}

export function cutProblem(place: Place, encoding: string): Problem {
  return problem('encoding.invalid', place, '', {
    found: '',
    allowed: encoding,
    zh: `文件在一个 ${encoding} 字符中间结束`,
    en: `The file ends within a ${encoding} character`,
  });
}

export function unfinishedProblem(end: Place, scan: Scan): Problem {
  const path = scan.outline.nodes.at(-1)?.path ?? '';
  const open = scan.openName === '' ? '' : `<${scan.openName}>`;
  return problem('xml.unfinished', end, path, {
    found: open,
    allowed: '',
    zh: open === '' ? '文件在中途结束' : `文件在中途结束，元素 ${open} 尚未关闭`,
    en: open === '' ? 'The file ends in the middle' : `The file ends in the middle, element ${open} is still open`,
  });
}

export function unwrittenProblem(offset: number, bytes: number): Problem {
  return problem('xml.unwritten', NOWHERE, '', {
    found: `00 @ ${offset + 1}/${bytes}`,
    allowed: '',
    zh: `文件未写完：第 ${offset + 1} 个字节（共 ${bytes} 字节）起是空字节 (NUL)，XML 中不允许出现`,
    en: `The file is not completely written: from byte ${offset + 1} of ${bytes} on there are NULs, which no XML has`,
  });
}

export function brokenProblem(place: Place, path: string, message: string): Problem {
  const reason = message === '' ? '' : `（原文：${message}）`;
  return problem('xml.not-well-formed', place, path, {
    found: '',
    allowed: '',
    zh: `不是格式良好的 XML${reason}`,
    en: message === '' ? 'This is not well-formed XML' : `Not well-formed XML: ${message}`,
  });
}
