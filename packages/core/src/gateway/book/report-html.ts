import type { BookDay } from '../../contract/book-commands.js';
import type { BookEntry } from '../../domain/book/entry.js';
import { type ToldLine, toldLines } from './told-lines.js';
import { type Locale, REPORT_WORDS } from './words.js';

/** A browser shows so many well; the CSV file has all. */
const DOCUMENTS_MAX = 5_000;
const OTHERS_MAX = 5_000;

const STYLE =
  'body{font:14px/1.5 sans-serif;margin:2em;color:#222}table{border-collapse:collapse;margin:0 0 1.5em}' +
  'th,td{border:1px solid #bbb;padding:.2em .5em;text-align:left;vertical-align:top}th{background:#eee}' +
  'code{font-size:12px;word-break:break-all}h2{margin-top:2em}h3{margin:1.2em 0 .3em}';

/** What happened to each document, one after the other, as a page of its own: no script, nothing from elsewhere. */
export async function* htmlReport(
  pages: AsyncIterable<readonly BookEntry[]>,
  days: readonly BookDay[],
  locale: Locale,
): AsyncGenerator<string> {
  const word = (name: keyof typeof REPORT_WORDS): string => escaped(REPORT_WORDS[name][locale]);
  const { documents, others, isCut } = await gather(pages, locale);
  const language = locale === 'zh' ? 'zh-CN' : 'en';
  yield `<!DOCTYPE html>\n<html lang="${language}"><head><meta charset="utf-8"><title>${word('title')}</title><style>${STYLE}</style></head><body>\n`;
  yield `<h1>${word('title')}</h1>\n<p>${word('proof')}</p>\n`;
  if (isCut) yield `<p><strong>${word('many')}</strong></p>\n`;
  yield `<h2>${word('heads')}</h2>\n<table>\n`;
  for (const { day, first, last, head, isSealed } of days)
    yield `<tr><td>${isSealed ? escaped(day) : word('open')}</td><td>${first} - ${last}</td><td><code>${escaped(head)}</code></td></tr>\n`;
  yield `</table>\n<h2>${word('documents')}</h2>\n`;
  for (const [id, lines] of documents) yield documentSection(id, lines, word);
  yield `<h2>${word('others')}</h2>\n${table(others, word)}</body></html>\n`;
}

interface Gathered {
  readonly documents: ReadonlyMap<string, readonly ToldLine[]>;
  readonly others: readonly ToldLine[];
  readonly isCut: boolean;
}

async function gather(pages: AsyncIterable<readonly BookEntry[]>, locale: Locale): Promise<Gathered> {
  const documents = new Map<string, ToldLine[]>();
  const others: ToldLine[] = [];
  let isCut = false;
  for await (const entries of pages) {
    for (const line of entries.flatMap((entry) => toldLines(entry, locale))) {
      const known = documents.get(line.document);
      if (known !== undefined) known.push(line);
      else if (line.document !== '' && documents.size < DOCUMENTS_MAX) documents.set(line.document, [line]);
      else if (line.document === '' && others.length < OTHERS_MAX) others.push(line);
      else isCut = true;
    }
  }
  return { documents, others, isCut };
}

type Word = (name: keyof typeof REPORT_WORDS) => string;

function documentSection(id: string, lines: readonly ToldLine[], word: Word): string {
  const named = lines.find(({ name }) => name !== '');
  const heading = `<h3>${escaped(named?.business ?? '')} ${escaped(named?.name ?? '')} <code>${escaped(id)}</code></h3>\n`;
  const content = named === undefined ? '' : `<p>${word('content')}: <code>${escaped(named.sha256)}</code></p>\n`;
  return heading + content + table(lines, word);
}

function table(lines: readonly ToldLine[], word: Word): string {
  const head = `<tr><th>${word('entry')}</th><th>${word('time')}</th><th>${word('what')}</th><th>${word('detail')}</th><th>${word('receipt')}</th></tr>\n`;
  const rows = lines.map(
    ({ seq, time, what, detail, receipt }) =>
      `<tr><td>${seq}</td><td>${escaped(time)}</td><td>${escaped(what)}</td><td>${escaped(detail)}</td><td>${escaped(receipt)}</td></tr>\n`,
  );
  return `<table>\n${head}${rows.join('')}</table>\n`;
}

const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => MARKS[mark] ?? mark);
}
