import { FAULTS, type FaultGroup, faultSentences, placeText } from '@swic/core/contract';
import { ageText, countText, dayTimeText } from '@swic/desk';
import { EMPTY, fill, fitRow, type Row, row, said, span } from '../../layout/row.js';
import { type Column, tableRows } from '../../layout/table.js';
import { narrow, wrap } from '../../layout/width.js';
import type { State } from '../../state.js';
import type { Tone } from '../../theme.js';
import { type ScreenProps, visiblePart } from '../screen.js';

const DETAIL_ROWS = 7;

/** What went wrong, one row per code and place, and what to do about the selected one. */
export function faultsScreen(props: ScreenProps): readonly Row[] {
  const { state, t, width, height, theme, nowMs } = props;
  const groups = shownFaults(state);
  if (groups.length === 0) return [EMPTY, row(span(`  ${t('faults.empty')}`, 'good'))];
  const { locale } = state;
  const cursor = Math.min(state.faults.cursor, groups.length - 1);
  const listHeight = Math.max(2, height - DETAIL_ROWS - 1);
  const { from, to } = visiblePart(cursor, groups.length, listHeight - 1);
  const columns: readonly Column<FaultGroup>[] = [
    column(t('column.time'), 6, ({ lastMs }) => span(ageText(nowMs - lastMs, locale), 'muted')),
    column(t('column.count'), 6, ({ count }) => span(countText(count), 'strong')),
    {
      ...column(t('column.fault'), 24, ({ fault }) => said(FAULTS[fault.code][locale].meaning, toneOf(fault.fate))),
      widest: 48,
      align: 'left',
    },
    { ...column(t('column.place'), 16, ({ place }) => said(placeText(place, locale))), widest: 80, align: 'left' },
  ];
  const table = tableRows(columns, groups.slice(from, to), {
    width,
    selected: cursor - from,
    cursor: theme.glyphs.cursor,
  });
  const selected = groups[cursor];
  return [
    ...fill([table.head, ...table.rows], listHeight),
    EMPTY,
    ...(selected === undefined ? [] : detail(props, selected)),
  ];
}

export function shownFaults({ snapshot, faults, locale }: State): readonly FaultGroup[] {
  const wanted = faults.filter.trim().toLowerCase();
  const groups = snapshot?.faults ?? [];
  if (wanted === '') return groups;
  return groups.filter(({ fault, place }) =>
    `${fault.code} ${place} ${FAULTS[fault.code][locale].meaning} ${fault.reason ?? ''}`.toLowerCase().includes(wanted),
  );
}

function column(head: string, width: number, cell: Column<FaultGroup>['cell']): Column<FaultGroup> {
  return { head, width, widest: width, align: 'right', rank: 0, cell };
}

const toneOf = (fate: FaultGroup['fault']['fate']): Tone => (fate === 'hold' || fate === 'retry' ? 'warn' : 'bad');

function detail({ t, state, width }: ScreenProps, { fault, place, firstMs, lastMs }: FaultGroup): readonly Row[] {
  const { meaning, advice, facts, sentence, quotation } = faultSentences(fault, state.locale);
  const lines: Row[] = [
    row(
      span('  '),
      said(meaning, toneOf(fault.fate)),
      span(`  ${fault.code}   `, 'muted'),
      said(placeText(place, state.locale)),
    ),
    row(
      span(
        `  ${t('faults.since', { first: dayTimeText(firstMs), last: dayTimeText(lastMs) })}   ${t(`faults.fate.${fault.fate}`)}`,
        'muted',
      ),
    ),
    ...wrap(t('faults.advice', { advice }), width - 4).map((line) => row(`  ${line}`)),
  ];
  if (facts.length > 0) lines.push(row(span('  '), said(narrow(facts.join('  ')), 'muted')));
  for (const text of [sentence, quotation]) if (text !== null) lines.push(row(span('  '), said(narrow(text), 'muted')));
  return lines.slice(0, DETAIL_ROWS).map((line) => fitRow(line, width));
}
