import type { DayReport, HeldTime } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import {
  type Column,
  formatAsked,
  LIST_FORMATS,
  type ListFormat,
  type ListingOptions,
  printListing,
} from '../cli/listing.js';
import { formatDuration } from '../cli/time-text.js';
import { choiceOption, dayOf } from '../cli/values.js';
import { askAnywhere } from './reach.js';

export function declareReport({ program, t, act }: CommandHost): void {
  program
    .command('report')
    .description(t('report.about'))
    .option('--date <day>', t('report.date'))
    .addOption(choiceOption('--format <format>', t('format.option'), LIST_FORMATS))
    .action(
      act(async (context, options: ListingOptions & { readonly date?: string }) => {
        const format = formatAsked(context, options);
        const day = options.date === undefined ? null : dayOf('--date', options.date);
        const report = await askAnywhere(context, 'report', { day });
        print(context, format, report);
        return 0;
      }),
    );
}

function columnsOf({ t }: Context): readonly Column<BusinessDay>[] {
  return [
    { head: 'column.business', cell: ({ business }) => business },
    { head: 'report.claimed', cell: ({ claimed }) => claimed },
    { head: 'column.filed', cell: ({ sent }) => sent },
    { head: 'column.rejected', cell: ({ rejected }) => rejected },
    { head: 'report.refused', cell: ({ refused }) => refused },
    { head: 'report.returned', cell: ({ returned }) => returned },
    { head: 'column.unknown', cell: ({ unknown }) => unknown },
    { head: 'column.overdue', cell: ({ overdue }) => overdue },
    { head: 'column.receipts', cell: ({ receipts }) => receipts },
    { head: 'report.slowest', cell: ({ slowest }) => slowestText(slowest) },
    {
      head: 'report.held',
      cell: ({ held }) => (held.length === 0 ? '-' : held.map((one) => heldText(one, t)).join(', ')),
    },
  ];
}

type BusinessDay = DayReport['businesses'][number];

const slowestText = (slowest: BusinessDay['slowest']): string =>
  slowest === null ? '-' : `${formatDuration(slowest.durationMs)}  ${slowest.document}`;

function print(context: Context, format: ListFormat, report: DayReport): void {
  const { t, print: line } = context;
  const { day, isWhole, businesses, signerDays, bookHead } = report;
  const list = { columns: columnsOf(context), rows: businesses, value: report };
  if (format !== 'table') return printListing(context, format, list);
  const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
  line(t(isWhole ? 'report.day' : 'report.so-far', { day: date }));
  if (businesses.length === 0) line(t('report.nothing'));
  else printListing(context, format, list);
  if (signerDays !== null) line(t('report.signer', { days: signerDays }));
  if (bookHead !== null) line(t('report.book', bookHead));
}

const heldText = ({ direction, code, heldMs }: HeldTime, t: Context['t']): string =>
  t(`report.held.${direction}`, { took: formatDuration(heldMs), code });
