import type { CommandMap, DocumentRecord } from '@swic/core/contract';
import { customsWords, documentState, exactTimeText, type Locale } from '@swic/desk';
import { saveFile } from './browser/save-file.js';
import type { Page } from './page.js';
import { wordsIn } from './words/index.js';

const PAGE = 1_000;
/** More than this is a matter of `swic documents`, which writes as it reads. */
const EXPORT_MAX = 200_000;
/** Without it Excel reads UTF-8 as the code page of the system, and no Chinese is left. */
const BYTE_ORDER_MARK = '\ufeff';

export type ExportKind = 'csv' | 'json';

/** The whole list as it is filtered and ordered now, not only what is loaded. Resolves with how many documents were written. */
export async function exportDocuments(
  { call, documents, store }: Pick<Page, 'call' | 'documents' | 'store'>,
  kind: ExportKind,
  tell: (count: number) => void,
): Promise<number> {
  const asked = documents.params(PAGE);
  const { locale } = store.get();
  const found: DocumentRecord[] = [];
  let beyond: string | null = null;
  do {
    const page: CommandMap['browseDocuments']['result'] = await call('browseDocuments', { ...asked, beyond });
    found.push(...page.documents);
    beyond = page.next;
    tell(found.length);
  } while (beyond !== null && found.length < EXPORT_MAX);
  if (kind === 'json') saveFile('documents.json', 'application/json', [JSON.stringify(found, null, 2), '\n']);
  else saveFile('documents.csv', 'text/csv', [csvOf(found, locale)]);
  return found.length;
}

/** With the words of the page, since a person reads it. Pure. */
export function csvOf(documents: readonly DocumentRecord[], locale: Locale): string {
  const t = wordsIn(locale);
  const head = [
    'column.time',
    'column.business',
    'column.file',
    'column.stage',
    'column.customs',
    'column.key',
  ] as const;
  const rows = documents.map((document) => [
    exactTimeText(document.times.claimed),
    document.business,
    document.name,
    documentState(document, t).text,
    customsWords(document, locale).text,
    [...document.keys, ...(document.standing?.learned ?? [])].map(({ value }) => value).join(' '),
    document.id,
  ]);
  const lines = [[...head.map((key) => t(key)), t('detail.id')], ...rows];
  return `${BYTE_ORDER_MARK}${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** A name from outside that begins as a formula would be one in a spreadsheet; long numbers would lose their last digits. */
function cell(text: string): string {
  const isRisky = /^[=+\-@\t\r]/.test(text) || /^\d{12,}$/.test(text);
  return `"${(isRisky ? `'${text}` : text).replaceAll('"', '""')}"`;
}
