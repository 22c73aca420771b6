import type { DocumentRecord, Stage } from '@swic/core/contract';
import { bytesText, dayTimeText, timeText, withCommas } from '../layout/numbers.js';
import { EMPTY, fitRow, type Row, row, type Span, said, span } from '../layout/row.js';
import { type Column, tableRows } from '../layout/table.js';
import { clean, cutMiddle } from '../layout/width.js';
import type { Tone } from '../theme.js';
import { type ScreenProps, visiblePart } from './screen.js';

const HALF_DAY_MS = 43_200_000;

export const STAGE_TONES = {
  claimed: 'info',
  sealed: 'info',
  sent: 'info',
  filed: 'good',
  rejected: 'bad',
  unknown: 'warn',
  withdrawn: 'muted',
  lost: 'bad',
} as const satisfies Record<Stage, Tone>;

/** The ledger as a list; only what is visible is made into rows. */
export function documentsScreen(props: ScreenProps): readonly Row[] {
  const { state, t, width, height, theme } = props;
  const { rows, cursor, filter, isFaultsOnly, isLoading } = state.documents;
  const head = headLine(props);
  if (rows.length === 0) {
    const isAll = filter === '' && !isFaultsOnly;
    const words = isLoading ? t('documents.loading') : t(isAll ? 'documents.empty' : 'documents.none');
    return [head, EMPTY, row(span(`  ${words}`, 'muted'))];
  }
  const { from, to } = visiblePart(cursor, rows.length, height - 2);
  const shown = rows.slice(from, to);
  const timeWidth = timeColumnWidth(
    shown.map(({ times }) => times.claimed),
    props.nowMs,
  );
  const table = tableRows(columns(props, timeWidth), shown, {
    width,
    selected: cursor - from,
    cursor: theme.glyphs.cursor,
  });
  return [head, table.head, ...table.rows];
}

function headLine({ state, t, width }: ScreenProps): Row {
  const { filter, isFaultsOnly, order, total, startsAt, cursor, rows, isLoading, marked } = state.documents;
  const parts: Span[] = [];
  const isAll = filter === '' && !isFaultsOnly;
  const place =
    isAll && startsAt !== null && rows.length > 0
      ? t('documents.place', { at: withCommas(startsAt + cursor + 1), count: withCommas(total) })
      : t('documents.count', { count: withCommas(total) });
  parts.push(span(`  ${place}   ${t(`documents.order.${order}`)}`, 'muted'));
  if (isFaultsOnly) parts.push(span('   '), span(t('documents.faults'), 'warn'));
  if (filter !== '') parts.push(span('   '), said(`/${filter}`, 'accent'));
  if (marked.size > 0) parts.push(span('   '), span(t('documents.marked', { count: marked.size }), 'accent'));
  if (isLoading) parts.push(span(`   ${t('documents.loading')}`, 'muted'));
  return fitRow(parts, width);
}

/** The date takes its place only where something older is shown. */
export function timeColumnWidth(timesMs: readonly number[], nowMs: number): number {
  return timesMs.every((timeMs) => nowMs - timeMs < HALF_DAY_MS) ? 8 : 14;
}

export function timeCell(timeMs: number, nowMs: number): Span {
  return span(nowMs - timeMs < HALF_DAY_MS ? timeText(timeMs) : dayTimeText(timeMs), 'muted');
}

function columns({ t, state, nowMs }: ScreenProps, timeWidth: number): readonly Column<DocumentRecord>[] {
  const { marked } = state.documents;
  const column = (
    head: string,
    width: number,
    rank: number,
    cell: Column<DocumentRecord>['cell'],
  ): Column<DocumentRecord> => ({ head, width, widest: width, align: 'left', rank, cell });
  return [
    column('', 1, 0, ({ id }) => span(marked.has(id) ? '*' : '', 'accent')),
    column(t('column.time'), timeWidth, 0, ({ times }) => timeCell(times.claimed, nowMs)),
    column(t('column.business'), 8, 0, ({ business }) => said(business)),
    column(t('column.stage'), 9, 0, ({ stage }) => span(t(`stage.${stage}`), STAGE_TONES[stage])),
    {
      ...column(t('column.file'), 20, 0, ({ name }, width) => span(cutMiddle(clean(name), width), 'strong')),
      widest: 70,
    },
    column(t('column.key'), 20, 2, ({ keys }) => said(keys[0]?.value ?? '')),
    { ...column(t('column.size'), 8, 3, ({ sizeBytes }) => span(bytesText(sizeBytes), 'muted')), align: 'right' },
  ];
}
