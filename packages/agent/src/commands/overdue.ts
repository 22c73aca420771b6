import type { OverdueReport } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { formatTable } from '../cli/table.js';
import { formatDuration, formatTime, parseSince } from '../cli/time-text.js';
import { businessKeyOf } from '../cli/values.js';
import { askAnywhere } from './reach.js';

interface OverdueOptions {
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
    .action(
      act(async (context, options: OverdueOptions) => {
        const sinceMs = options.since === undefined ? null : parseSince(options.since, context.clock.nowMs());
        const business = options.business === undefined ? null : businessKeyOf(context, options.business);
        const report = await askAnywhere(context, 'overdue', { business, sinceMs });
        if (context.options.json) context.printJson(report);
        else print(context, report);
        return report.documents.length === 0 ? 0 : EXIT_LATE;
      }),
    );
}

function print({ t, print: line }: Context, { documents, limits }: OverdueReport): void {
  const rows = documents.map(({ document, waitedMs, by }) => [
    formatTime(document.times.confirmed ?? document.times.filed ?? document.times.claimed),
    document.business,
    formatDuration(waitedMs),
    t(by === 'limit' ? 'overdue.byLimit' : 'overdue.byLearned'),
    document.name,
    document.id,
  ]);
  const head = [
    t('column.time'),
    t('column.business'),
    t('column.waited'),
    t('column.reason'),
    t('column.file'),
    t('column.id'),
  ];
  if (rows.length > 0) for (const each of formatTable(head, rows)) line(each);
  else line(t('overdue.none'));
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
