import { missingParts, type OverdueReport } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { type Column, formatAsked, LIST_FORMATS, type ListingOptions, printListing } from '../cli/listing.js';
import { formatDuration, parseSince } from '../cli/time-text.js';
import { businessKeyOf, choiceOption } from '../cli/values.js';
import { askAnywhere } from './reach.js';

interface OverdueOptions extends ListingOptions {
  readonly business?: string;
  readonly since?: string;
}

/** Something is late: a script can ask by the exit code alone. */
const EXIT_LATE = 1;

export function declareOverdue({ program, t, act }: CommandHost): void {
  program
    .command('overdue')
    .description(t('overdue.about'))
    .option('--business <key>', t('list.business'))
    .option('--since <time>', t('overdue.since'))
    .addOption(choiceOption('--format <format>', t('format.option'), LIST_FORMATS))
    .action(
      act(async (context, options: OverdueOptions) => {
        const format = formatAsked(context, options);
        const sinceMs = options.since === undefined ? null : parseSince(options.since, context.clock.nowMs());
        const business = options.business === undefined ? null : businessKeyOf(context, options.business);
        const report = await askAnywhere(context, 'overdue', { business, sinceMs });
        if (format === 'table' && report.documents.length === 0) context.print(t('overdue.none'));
        else printListing(context, format, { columns: columnsOf(context), rows: report.documents, value: report });
        if (format === 'table') printLimits(context, report);
        return report.documents.length === 0 ? 0 : EXIT_LATE;
      }),
    );
}

function columnsOf({ t }: Context): readonly Column<OverdueReport['documents'][number]>[] {
  return [
    { head: 'column.time', time: ({ document: { times } }) => times.confirmed ?? times.filed ?? times.claimed },
    { head: 'column.business', cell: ({ document }) => document.business },
    { head: 'column.waited', cell: ({ waitedMs }) => formatDuration(waitedMs) },
    { head: 'column.reason', cell: (one) => reasonOf(one, t) },
    { head: 'column.file', cell: ({ document }) => document.name },
    { head: 'column.id', cell: ({ document }) => document.id },
  ];
}

/** With `1/3` where some orders of it have an answer. */
function reasonOf({ by, document }: OverdueReport['documents'][number], t: Context['t']): string {
  const reason = t(by === 'limit' ? 'overdue.byLimit' : 'overdue.byLearned');
  return `${reason} ${missingParts(document.standing?.customs?.parts)}`.trim();
}

function printLimits({ t, print: line }: Context, { limits }: OverdueReport): void {
  for (const { business, limitMs, learnedMs, answers } of limits) {
    if (limitMs === null) {
      line(t('overdue.noLimit', { business, answers }));
      continue;
    }
    const limit = formatDuration(limitMs);
    if (learnedMs === null) line(t('overdue.limit', { business, limit, answers }));
    else line(t('overdue.learned', { business, limit, learned: formatDuration(learnedMs), answers }));
  }
}
