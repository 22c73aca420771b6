import { Fault, printable } from '@swic/core';
import { stringify } from 'csv-stringify/sync';
import type { Locale, TextKey } from '../text/index.js';
import type { Context } from './context.js';
import { printCsv } from './output.js';
import { type Cell, formatTable } from './table.js';
import { formatAgo, formatTime } from './time-text.js';
import { oneOf } from './values.js';

export const LIST_FORMATS = ['table', 'csv', 'json'] as const;

export type ListFormat = (typeof LIST_FORMATS)[number];

/** Where a list is printed. */
export interface ListingOptions {
  readonly format?: string;
}

/** One column of a list. A time is epoch milliseconds: each form writes it in its own way. */
export type Column<Row> =
  | { readonly head: TextKey; readonly cell: (row: Row) => Cell }
  | { readonly head: TextKey; readonly time: (row: Row) => number | null };

/** Checked before anything is asked for, so that a wrong word costs nothing. */
export function formatAsked({ options }: Context, { format }: ListingOptions): ListFormat {
  if (format === undefined) return options.json ? 'json' : 'table';
  const asked = oneOf('--format', format, LIST_FORMATS);
  if (options.json && asked !== 'json')
    throw new Fault('command.usage', {
      option: '--format',
      zh: '--json 与 --format 不能同时使用',
      en: '--json and --format say different things',
    });
  return asked;
}

/** A list in the form that was asked for; as JSON it is `value`, which may say more than the rows. */
export function printListing<Row>(
  context: Context,
  format: ListFormat,
  { columns, rows, value }: { columns: readonly Column<Row>[]; rows: readonly Row[]; value: unknown },
): void {
  switch (format) {
    case 'json':
      return context.printJson(value);
    case 'csv':
      return printCsv(csvText(context, columns, rows));
    case 'table':
      for (const line of tableLines(context, columns, rows)) context.print(line);
  }
}

/** With how long ago beside each time. */
function tableLines<Row>(
  { t, locale, clock }: Context,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): readonly string[] {
  const nowMs = clock.nowMs();
  return formatTable(
    columns.flatMap((column) => ('time' in column ? [t(column.head), ''] : [t(column.head)])),
    rows.map((row) =>
      columns.flatMap((column) => ('time' in column ? timeCells(column.time(row), nowMs, locale) : [column.cell(row)])),
    ),
  );
}

function timeCells(atMs: number | null, nowMs: number, locale: Locale): readonly Cell[] {
  return atMs === null ? ['', ''] : [formatTime(atMs), formatAgo(atMs, nowMs, locale)];
}

/** As spreadsheets read it. No cell is calculated: names and texts come from outside, and `=1+1` is a name. */
function csvText<Row>({ t }: Context, columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) =>
    columns.map((column) => {
      if (!('time' in column)) return printable(String(column.cell(row)));
      const atMs = column.time(row);
      return atMs === null ? '' : formatTime(atMs);
    }),
  );
  const head = columns.map(({ head }) => t(head));
  return stringify([head, ...cells], { escape_formulas: true, record_delimiter: '\n' });
}
