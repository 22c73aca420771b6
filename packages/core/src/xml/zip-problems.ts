import { shortened } from '../domain/cut-text.js';
import type { Problem } from '../domain/problem.js';
import { problem } from './reading-problems.js';

const TEXTS = {
  'zip.unfinished': ['ZIP 不完整：末尾没有目录', 'The ZIP is not complete: the directory at its end is missing'],
  'zip.broken': [
    'ZIP 已损坏或未写完（内容与校验和不符）',
    'The ZIP is damaged or not completely written: its content is not what its directory says',
  ],
  'zip.not-a-zip': ['扩展名为 .zip，内容却不是 ZIP', 'It is named .zip, but it is no ZIP'],
  'zip.entries': ['ZIP 内文件过多', 'There are too many files in the ZIP'],
  'zip.size': ['ZIP 解压后过大', 'The ZIP is too large when unpacked'],
  'zip.ratio': ['ZIP 压缩比异常（疑似压缩炸弹）', 'An entry is packed suspiciously well (a compression bomb?)'],
  'zip.name': ['ZIP 内有不安全的文件名', 'A name in the ZIP is unsafe'],
  'zip.directory': ['ZIP 内不允许有目录，文件须在根目录', 'The ZIP must not have directories: files lie at its root'],
  'zip.repeated': ['ZIP 内有同名文件', 'Two files in the ZIP have the same name'],
  'zip.alike': [
    'ZIP 内有仅大小写或重音写法不同的文件名，部分系统会当作同一文件',
    'A name in the ZIP differs from another one only in casing or accents: some systems take them for one file',
  ],
  'zip.system-file': [
    'ZIP 内有操作系统留下的文件，不作为随附单据',
    'The ZIP has a file that an operating system left there; it does not count as an attachment',
  ],
  'zip.encrypted': ['ZIP 内的文件已加密', 'A file in the ZIP is encrypted'],
  'zip.method': ['ZIP 使用了不支持的压缩方法', 'A file in the ZIP is packed by an unsupported method'],
  'zip.xml-count': ['ZIP 根目录须恰好有一个 XML', 'There must be exactly one XML at the root of the ZIP'],
  'zip.base-name': ['ZIP 与其中 XML 的主文件名须相同', 'The ZIP and the XML in it must have the same base name'],
  'zip.attachment-count': [
    '随附单据条数与 ZIP 内附件个数不一致',
    'The number of attachments in the ZIP is not the number of EdocRealation',
  ],
  'zip.attachment-spelling': [
    'EdocCopId 与 ZIP 内文件名仅大小写或重音写法不同',
    'EdocCopId differs from the name of the file in the ZIP only in casing or accents',
  ],
  'zip.attachment-missing': ['EdocCopId 指定的附件不在 ZIP 内', 'The attachment named by EdocCopId is not in the ZIP'],
} as const;

export type ZipRule = keyof typeof TEXTS;

/** What is found is a file in the ZIP: without its name the same sentence would come once for each. */
const NAMED: ReadonlySet<ZipRule> = new Set([
  'zip.directory',
  'zip.repeated',
  'zip.alike',
  'zip.system-file',
  'zip.encrypted',
  'zip.method',
  'zip.base-name',
  'zip.attachment-spelling',
  'zip.attachment-missing',
]);
const NAME_LENGTH_MAX = 80;

/** `reason` is a foreign library's error: its words are shown to people, nothing decides by them. */
export function zipProblem(rule: ZipRule, found: string, allowed: string, reason: unknown = null): Problem {
  const [textZh, textEn] = TEXTS[rule];
  const name = NAMED.has(rule) ? shortened(found, NAME_LENGTH_MAX) : '';
  const zh = name === '' ? textZh : `${textZh}：${name}`;
  const en = name === '' ? textEn : `${textEn}: ${name}`;
  const words = reason instanceof Error ? reason.message : '';
  const place = { line: 0, column: 0 };
  return problem(rule, place, '', {
    found,
    allowed,
    zh: words === '' ? zh : `${zh}：${words}`,
    en: words === '' ? en : `${en}: ${words}`,
  });
}

/** Worth saying, and no reason to refuse the archive. */
export function zipWarning(rule: ZipRule, found: string): Problem {
  return { ...zipProblem(rule, found, ''), level: 'warn' };
}
