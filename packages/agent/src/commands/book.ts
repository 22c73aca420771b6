import path from 'node:path';
import { type BookReport, readBookFile } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { openProgress } from '../cli/progress-bar.js';
import { formatTable } from '../cli/table.js';
import { businessKeyOf, dayOf } from '../cli/values.js';
import { askAnywhere } from './reach.js';

/** As `swic verify`: something is not as it was written. */
const EXIT_BROKEN = 5;

interface ExportOptions {
  readonly since?: string;
  readonly until?: string;
  readonly business?: string;
  readonly receipts: boolean;
  readonly out: string;
}

export function declareBook({ program, t, act }: CommandHost): void {
  const book = program.command('book').description(t('book.about'));
  book
    .command('export')
    .description(t('book.export.about'))
    .option('--since <day>', t('book.since'))
    .option('--until <day>', t('book.until'))
    .option('--business <key>', t('book.business'))
    .option('--receipts', t('book.receipts'), false)
    .requiredOption('--out <file>', t('book.out'))
    .action(act(exportBook));
  book.command('verify [file]').description(t('book.verify.about')).action(act(verifyBook));
}

async function exportBook(context: Context, options: ExportOptions): Promise<number> {
  const since = options.since === undefined ? null : dayOf('--since', options.since);
  const until = options.until === undefined ? null : dayOf('--until', options.until);
  const business = options.business === undefined ? null : businessKeyOf(context, options.business);
  const { receipts } = options;
  const selection = { since, until, business, receipts, file: path.resolve(options.out) };
  const made = await askAnywhere(context, 'bookExport', selection);
  if (context.options.json) {
    context.printJson(made);
    return 0;
  }
  const { t, print } = context;
  print(t('book.exported', { entries: made.entries, file: made.file, bytes: made.sizeBytes }));
  if (receipts) print(t('book.receipts-in', { receipts: made.receipts, missing: made.receiptsMissing }));
  print(t('book.head', { head: made.head }));
  print(`SHA-256: ${made.sha256}`);
  print(t('book.check'));
  return 0;
}

/** A file is proven here, without an agent and without a configuration: it may be another firm's. */
async function verifyBook(context: Context, file: string | undefined): Promise<number> {
  const report = file === undefined ? await askAnywhere(context, 'bookVerify', null) : await verifyFile(context, file);
  if (context.options.json) context.printJson(report);
  else printReport(context, report, file !== undefined);
  return report.breaks.length === 0 ? 0 : EXIT_BROKEN;
}

async function verifyFile(context: Context, file: string): Promise<BookReport> {
  const bar = openProgress(context);
  try {
    return await readBookFile(path.resolve(file), bar.tell);
  } finally {
    bar.end();
  }
}

function printReport({ t, print }: Context, report: BookReport, isFile: boolean): void {
  const { entries, withoutBody, documents, days, breaks, gaps } = report;
  if (entries === 0 && breaks.length === 0) return print(t('book.empty'));
  const rows = days.map(({ day, first, last, head, isSealed }) => [
    isSealed ? day : t('book.not-sealed'),
    `${first} - ${last}`,
    head,
  ]);
  for (const line of formatTable(null, rows)) print(line);
  if (gaps.length > 0) print(t('book.gaps', { entries: gaps.join(', ') }));
  if (breaks.length === 0)
    return print(t(isFile ? 'book.whole-file' : 'book.whole', { entries, withoutBody, documents }));
  print(t('book.broken', { entries, breaks: breaks.length }));
  const head = [t('book.column.entry'), t('book.column.what'), t('book.column.of')];
  const found = breaks.map(({ seq, what, detail }) => [seq === 0 ? '' : seq, t(`book.${what}`), detail]);
  for (const line of formatTable(head, found)) print(line);
  print(t('book.advice'));
}
