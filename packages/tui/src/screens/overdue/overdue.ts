import { FAULTS, type FaultRecord, type OverdueDocument, type OverdueLimit } from '@swic/core/contract';
import { lateWords, timeText, waitText, withCommas } from '@swic/desk';
import { EMPTY, fill, fitRow, type Row, row, type Span, said, span } from '../../layout/row.js';
import { type Column, tableRows } from '../../layout/table.js';
import { clean, cutMiddle } from '../../layout/width.js';
import type { State } from '../../state.js';
import { timeCell, timeColumnWidth } from '../document-cells.js';
import { type ScreenProps, visiblePart } from '../screen.js';

/** What the limits may always have of the height; more of it where few documents are late. */
const LIMITS_SHARE = 1 / 3;

/** Documents that the broker confirmed and that nothing was heard of for too long; beneath them what "too long" means where. */
export function overdueScreen(props: ScreenProps): readonly Row[] {
  const { state, t, width, height } = props;
  const { report, fault, isLoading } = state.overdue;
  if (report === null) {
    const words = isLoading || fault === null ? [span(t('documents.loading'), 'muted')] : faultSpans(fault, state);
    return [EMPTY, fitRow(row(span('  '), ...words), width)];
  }
  const { documents, limits } = report;
  const room = Math.max(2, height - 2);
  const limitsHeight = Math.min(
    limits.length + 1,
    Math.max(Math.floor(room * LIMITS_SHARE), room - documents.length - 1),
  );
  const listHeight = room - limitsHeight;
  const list =
    documents.length === 0
      ? [EMPTY, fitRow(row(span(`  ${t('overdue.none')}`, 'good')), width)]
      : lateRows(props, documents, limits, listHeight);
  const selected = documents[state.overdue.cursor]?.document.business ?? null;
  return [
    headLine(props, documents.length),
    ...fill(list, listHeight),
    EMPTY,
    ...limitRows(props, limits, selected, limitsHeight),
  ];
}

function headLine({ state, t, width }: ScreenProps, count: number): Row {
  const { reportMs, isLoading, fault } = state.overdue;
  const parts: Span[] = [
    span(`  ${t('overdue.count', { count: withCommas(count) })}   `, 'muted'),
    span(t('overdue.as-of', { time: timeText(reportMs) }), 'muted'),
  ];
  if (isLoading) parts.push(span(`   ${t('documents.loading')}`, 'muted'));
  else if (fault !== null) parts.push(span('   '), ...faultSpans(fault, state));
  return fitRow(parts, width);
}

function faultSpans({ code }: FaultRecord, { locale }: State): readonly Span[] {
  return [span(FAULTS[code][locale].meaning, 'bad'), span(`  ${code}`, 'muted')];
}

function lateRows(
  props: ScreenProps,
  documents: readonly OverdueDocument[],
  limits: readonly OverdueLimit[],
  height: number,
): readonly Row[] {
  const { state, width, theme, nowMs } = props;
  const { cursor } = state.overdue;
  const { from, to } = visiblePart(cursor, documents.length, height - 1);
  const shown = documents.slice(from, to);
  const timeWidth = timeColumnWidth(shown.map(sentMsOf), nowMs);
  const table = tableRows(lateColumns(props, limits, timeWidth), shown, {
    width,
    selected: cursor - from,
    cursor: theme.glyphs.cursor,
  });
  return [table.head, ...table.rows];
}

function lateColumns(
  { t, state, nowMs }: ScreenProps,
  limits: readonly OverdueLimit[],
  timeWidth: number,
): readonly Column<OverdueDocument>[] {
  const { locale } = state;
  const why = (one: OverdueDocument): string => lateWords(one, limits, t, locale);
  return [
    // It goes on growing between two reports.
    column(t('column.waited'), 11, 0, (one) => span(waitText(nowMs - sentMsOf(one), locale), 'bad')),
    column(t('column.business'), 8, 0, ({ document }) => said(document.business)),
    { ...column(t('column.why'), 16, 0, (one) => span(why(one), one.by === 'limit' ? 'warn' : 'plain')), widest: 19 },
    column(t('column.sent-at'), timeWidth, 2, (one) => timeCell(sentMsOf(one), nowMs)),
    {
      ...column(t('column.file'), 20, 0, ({ document }, width) =>
        span(cutMiddle(clean(document.name), width), 'strong'),
      ),
      widest: 70,
    },
  ];
}

function column<R>(head: string, width: number, rank: number, cell: Column<R>['cell']): Column<R> {
  return { head, width, widest: width, align: 'left', rank, cell };
}

/** When the broker confirmed it: what the wait is counted from. */
function sentMsOf({ document }: OverdueDocument): number {
  return document.times.confirmed ?? document.times.filed ?? document.times.claimed;
}

/** Where there is no room for all, that of the selected document is among them. */
function limitRows(
  { t, state, width, theme }: ScreenProps,
  limits: readonly OverdueLimit[],
  selected: string | null,
  height: number,
): readonly Row[] {
  const { locale } = state;
  const at = limits.findIndex(({ business }) => business === selected);
  const { from, to } = visiblePart(Math.max(0, at), limits.length, height - 1);
  const columns: readonly Column<OverdueLimit>[] = [
    column(t('column.business'), 8, 0, ({ business }) => said(business, business === selected ? 'accent' : 'plain')),
    column(t('column.limit'), 12, 0, ({ limitMs }) =>
      limitMs === null ? span(t('overdue.no-limit'), 'muted') : span(waitText(limitMs, locale)),
    ),
    column(t('column.learned'), 18, 0, ({ learnedMs }) =>
      learnedMs === null ? span(t('overdue.unlearned'), 'muted') : span(waitText(learnedMs, locale)),
    ),
    column(t('column.answers'), 8, 0, ({ answers }) => span(String(answers), 'muted')),
  ];
  const table = tableRows(columns, limits.slice(from, to), { width, selected: -1, cursor: theme.glyphs.cursor });
  return [table.head, ...table.rows];
}
