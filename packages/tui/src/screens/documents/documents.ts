import type { DocumentRecord } from '@swic/core/contract';
import { bytesText, withCommas } from '@swic/desk';
import { EMPTY, fitRow, type Row, row, type Span, said, span } from '../../layout/row.js';
import { type Column, tableRows } from '../../layout/table.js';
import { clean, cutMiddle } from '../../layout/width.js';
import { customsCell, stateCell, timeCell, timeColumnWidth } from '../document-cells.js';
import { type ScreenProps, visiblePart } from '../screen.js';

/** The number that customs and the firm both know, where a receipt has told it. */
function numberOf({ keys, standing }: DocumentRecord): string {
  const learned = standing?.learned ?? [];
  const known = ['entryId', 'seqNo'].flatMap((name) => learned.find((key) => key.name === name) ?? []);
  return (known[0] ?? keys[0])?.value ?? '';
}

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
  const { filter, isFaultsOnly, order, total, startsAt, cursor, rows, next, isLoading, marked } = state.documents;
  const parts: Span[] = [];
  const isAll = filter === '' && !isFaultsOnly;
  const place =
    isAll && startsAt !== null && rows.length > 0
      ? t('documents.place', { at: withCommas(startsAt + cursor + 1), count: withCommas(total) })
      : isAll
        ? t('documents.count', { count: withCommas(total) })
        : t('documents.fit', {
            shown: `${withCommas(rows.length)}${next === null ? '' : '+'}`,
            count: withCommas(total),
          });
  parts.push(span(`  ${place}   ${t(`documents.order.${order}`)}`, 'muted'));
  if (isFaultsOnly) parts.push(span('   '), span(t('documents.faults'), 'warn'));
  if (filter !== '') parts.push(span('   '), said(`/${filter}`, 'accent'));
  if (marked.size > 0) parts.push(span('   '), span(t('documents.marked', { count: marked.size }), 'accent'));
  if (isLoading) parts.push(span(`   ${t('documents.loading')}`, 'muted'));
  return fitRow(parts, width);
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
    column(t('column.stage'), 9, 0, (document) => stateCell(document, t)),
    {
      ...column(t('column.file'), 20, 0, ({ name }, width) => span(cutMiddle(clean(name), width), 'strong')),
      widest: 70,
    },
    { ...column(t('column.key'), 20, 2, (document) => said(numberOf(document))), widest: 48 },
    { ...column(t('column.customs'), 14, 1, (document) => customsCell(document, state.locale)), widest: 34 },
    { ...column(t('column.size'), 8, 3, ({ sizeBytes }) => span(bytesText(sizeBytes), 'muted')), align: 'right' },
  ];
}
