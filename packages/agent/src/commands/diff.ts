import { type DocumentDiff, type DocumentRecord, type FieldDifference, printable } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { type Column, formatAsked, LIST_FORMATS, type ListingOptions, printListing } from '../cli/listing.js';
import { formatTime } from '../cli/time-text.js';
import { choiceOption } from '../cli/values.js';
import { askAnywhere } from './reach.js';
import { stateText } from './state-text.js';

/** As programs that compare say it. */
const EXIT_DIFFERENT = 1;

export function declareDiff({ program, t, act }: CommandHost): void {
  program
    .command('diff <document> [other]')
    .description(t('diff.about'))
    .addOption(choiceOption('--format <format>', t('format.option'), LIST_FORMATS))
    .action(
      act(async (context, document: string, other: string | undefined, options: ListingOptions) => {
        const format = formatAsked(context, options);
        const found = await askAnywhere(context, 'diff', { document, other: other ?? null });
        const { differences } = found;
        if (format === 'table') printHead(context, found);
        if (format !== 'table' || differences.length > 0)
          printListing(context, format, { columns: COLUMNS, rows: differences, value: found });
        return differences.length === 0 ? 0 : EXIT_DIFFERENT;
      }),
    );
}

const COLUMNS: readonly Column<FieldDifference>[] = [
  { head: 'column.field', cell: ({ path }) => path },
  { head: 'column.name', cell: ({ nameZh }) => nameZh },
  { head: 'column.before', cell: ({ before }) => before ?? '-' },
  { head: 'column.after', cell: ({ after }) => after ?? '-' },
];

function printHead(context: Context, { before, after, state, differences }: DocumentDiff): void {
  const { t } = context;
  const line = ({ business, name, id, times }: DocumentRecord): string =>
    printable(`${business}  ${name}  ${id}  ${formatTime(times.claimed)}`);
  context.print(`${t('diff.before')}  ${line(before)}${state === null ? '' : `  ${stateText(context, state)}`}`);
  context.print(`${t('diff.after')}  ${line(after)}`);
  if (differences.length === 0) context.print(t('diff.none'));
}
