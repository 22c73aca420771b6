import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A command line as a document has it, without remarks and redirections, with English placeholders. */
export interface DocumentedLine {
  readonly line: string;
  readonly documents: readonly string[];
}

const ROOT = path.join(import.meta.dirname, '../../..');
/** Blocks that are no commands. */
const OTHER_BLOCKS = new Set(['yaml', 'json', 'xml', 'text', 'python']);
/** How a command line of the documents begins; a drawing or a file name does not. */
const BEGINS = /^(?:sudo |npx )*(?:swic|npm|npx|apt|docker|systemctl|sc|cp|editor)(?: |$)/;

/** What a Chinese document writes for a word that the reader puts in. */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/<(?:单据)>/g, '<document>'],
  [/<(?:文件)>/g, '<file>'],
  [/<(?:版本|新版本|旧版本|newer|older)>/g, '<version>'],
  [/\[通道\]/g, '[channel]'],
  [/文件名|名称/g, 'NAME'],
  [/文件/g, 'FILE'],
  [/说明/g, 'TEXT'],
  [/我的报关单/g, 'my-declaration'],
];

/** Every command line of the documents for users, in blocks and in the text, each once. */
export function documentedLines(): readonly DocumentedLine[] {
  const documents = [
    ...readdirSync(path.join(ROOT, 'docs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
    'README.md',
    'README.zh.md',
    'SECURITY.md',
  ];
  const found = new Map<string, Set<string>>();
  for (const document of documents)
    for (const line of linesOf(readFileSync(path.join(ROOT, document), 'utf8')))
      found.set(line, (found.get(line) ?? new Set()).add(document));
  return [...found].map(([line, from]) => ({ line, documents: [...from] })).sort((a, b) => (a.line < b.line ? -1 : 1));
}

function linesOf(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)];
  const inBlocks = blocks.flatMap(([, kind = '', body = '']) => (OTHER_BLOCKS.has(kind) ? [] : body.split('\n')));
  const rest = text.replace(/^```[\s\S]*?^```/gm, '');
  // Within a paragraph a line of code may be broken; over its end no code goes on.
  const inText = rest
    .split(/\n\s*\n|\n(?=\|)/)
    .flatMap((paragraph) => [...paragraph.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replace(/\s+/g, ' ')));
  return [...inBlocks, ...inText].map(plainLine).filter((line) => BEGINS.test(line));
}

function plainLine(line: string): string {
  const plain = line
    .replace(/\s#\s.*$/, '')
    .replace(/\s(?:\\?\|\s|>\s|&$).*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return PLACEHOLDERS.reduce((text, [pattern, english]) => text.replace(pattern, english), plain);
}
