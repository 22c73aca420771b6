import { type DayReport, Fault, type HeldTime } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { formatTable } from '../cli/table.js';
import { formatDuration } from '../cli/time-text.js';
import { askAnywhere } from './reach.js';

export function declareReport({ program, t, act }: CommandHost): void {
  program
    .command('report')
    .description(t('report.about'))
    .option('--date <day>', t('report.date'))
    .action(
      act(async (context, options: { readonly date?: string }) => {
        const day = options.date === undefined ? null : dayOf(options.date);
        const report = await askAnywhere(context, 'report', { day });
        if (context.options.json) context.printJson(report);
        else print(context, report);
        return 0;
      }),
    );
}

/** Before anything is asked: a ledger that is not there is no answer to a wrong date. Throws `command.usage`. */
function dayOf(text: string): string {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text) ?? [];
  const iso = [year, month, day].join('-');
  const ms = Date.parse(`${iso}T00:00:00Z`);
  if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(iso)) return `${year}${month}${day}`;
  throw new Fault('command.usage', {
    option: '--date',
    value: text,
    zh: '--date 应为日期，如 2026-12-05',
    en: '--date is a day, e.g. 2026-12-05',
  });
}

function print({ t, print: line }: Context, { day, isWhole, businesses, signerDays }: DayReport): void {
  const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
  line(t(isWhole ? 'report.day' : 'report.so-far', { day: date }));
  const head = [
    t('column.business'),
    t('report.claimed'),
    t('column.filed'),
    t('column.rejected'),
    t('report.refused'),
    t('report.returned'),
    t('column.unknown'),
    t('column.overdue'),
    t('column.receipts'),
    t('report.slowest'),
    t('report.held'),
  ];
  const rows = businesses.map((one) => [
    one.business,
    one.claimed,
    one.sent,
    one.rejected,
    one.refused,
    one.returned,
    one.unknown,
    one.overdue,
    one.receipts,
    one.slowest === null ? '-' : `${formatDuration(one.slowest.durationMs)}  ${one.slowest.document}`,
    one.held.length === 0 ? '-' : one.held.map((time) => heldText(time, t)).join(', '),
  ]);
  if (rows.length === 0) line(t('report.nothing'));
  else for (const each of formatTable(head, rows)) line(each);
  if (signerDays !== null) line(t('report.signer', { days: signerDays }));
}

const heldText = ({ direction, code, heldMs }: HeldTime, t: Context['t']): string =>
  t(`report.held.${direction}`, { took: formatDuration(heldMs), code });
