import { stringify } from 'csv-stringify/sync';
import type { BookEntry } from '../../domain/book/entry.js';
import { toldLines } from './told-lines.js';
import { type Locale, REPORT_WORDS } from './words.js';

/** One row a fact. With a mark of UTF-8 at its beginning, so that Excel reads Chinese; nothing in it is a formula. */
export async function* csvReport(pages: AsyncIterable<readonly BookEntry[]>, locale: Locale): AsyncGenerator<string> {
  const word = (name: keyof typeof REPORT_WORDS): string => REPORT_WORDS[name][locale];
  yield stringify(
    [
      [
        word('entry'),
        word('time'),
        word('business'),
        word('document'),
        word('name'),
        word('receipt'),
        word('what'),
        word('detail'),
        'SHA-256',
      ],
    ],
    { bom: true },
  );
  for await (const entries of pages) {
    const rows = entries
      .flatMap((entry) => toldLines(entry, locale))
      .map((line) => [
        line.seq,
        line.time,
        line.business,
        line.document,
        line.name,
        line.receipt,
        line.what,
        line.detail,
        line.sha256,
      ]);
    if (rows.length > 0) yield stringify(rows, { escape_formulas: true });
  }
}
