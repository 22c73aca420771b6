import { findCode, type ListedReceipt } from '@swic/core/contract';
import { dayTimeText } from '@swic/desk';
import { EMPTY, fill, fitRow, type Row, row, type Span, said, span } from '../../layout/row.js';
import { type Column, tableRows } from '../../layout/table.js';
import { clean, cutMiddle, fit, widthOf, wrap } from '../../layout/width.js';
import { timeCell, timeColumnWidth } from '../document-cells.js';
import { type ScreenProps, visiblePart } from '../screen.js';

const DETAIL_ROWS = 6;

/** What came back, newest first; the meaning of the selected one's code beneath. */
export function receiptsScreen(props: ScreenProps): readonly Row[] {
  const { state, t, width, height, theme, nowMs } = props;
  const { rows, cursor, filter, isLoading } = state.receipts;
  const parts: Span[] = [span(`  ${t('documents.order.newest')}`, 'muted')];
  if (filter !== '') parts.push(span('   '), said(`/${filter}`, 'accent'));
  if (isLoading) parts.push(span(`   ${t('documents.loading')}`, 'muted'));
  const head = fitRow(parts, width);
  if (rows.length === 0) {
    const words = isLoading ? t('documents.loading') : t(filter === '' ? 'receipts.empty' : 'receipts.none');
    return [head, EMPTY, row(span(`  ${words}`, 'muted'))];
  }
  const listHeight = Math.max(2, height - DETAIL_ROWS - 2);
  const { from, to } = visiblePart(cursor, rows.length, listHeight - 1);
  const shown = rows.slice(from, to);
  const isRecent = timeColumnWidth(
    shown.map(({ receipt }) => receipt.receivedMs),
    nowMs,
  );
  const table = tableRows(columns(props, isRecent), shown, {
    width,
    selected: cursor - from,
    cursor: theme.glyphs.cursor,
  });
  const selected = rows[cursor];
  return [
    head,
    ...fill([table.head, ...table.rows], listHeight),
    EMPTY,
    ...(selected === undefined ? [] : detail(props, selected)),
  ];
}

export function meaningOf({ receipt }: ListedReceipt, locale: 'zh' | 'en'): string {
  const meaning = findCode(receipt.codeTable, receipt.code);
  return meaning === null ? (receipt.text ?? receipt.unreadable ?? '') : meaning[locale];
}

function columns({ t, state, nowMs }: ScreenProps, timeWidth: number): readonly Column<ListedReceipt>[] {
  const { locale } = state;
  const column = (
    head: string,
    width: number,
    rank: number,
    cell: Column<ListedReceipt>['cell'],
  ): Column<ListedReceipt> => ({ head, width, widest: width, align: 'left', rank, cell });
  return [
    column(t('column.time'), timeWidth, 0, ({ receipt }) => timeCell(receipt.receivedMs, nowMs)),
    column(t('column.business'), 8, 0, ({ receipt }) => said(receipt.business)),
    column(t('column.code'), 7, 0, ({ receipt }) => said(receipt.code ?? '', toneOf(receipt.isSuccess))),
    {
      ...column(t('column.meaning'), 16, 0, (one) => said(meaningOf(one, locale), toneOf(one.receipt.isSuccess))),
      widest: 36,
    },
    {
      ...column(t('column.file'), 20, 0, ({ receipt }, width) => span(cutMiddle(clean(receipt.fileName), width))),
      widest: 80,
    },
  ];
}

function toneOf(isSuccess: boolean | null): 'good' | 'bad' | 'plain' {
  if (isSuccess === null) return 'plain';
  return isSuccess ? 'good' : 'bad';
}

function detail({ t, state, width }: ScreenProps, one: ListedReceipt): readonly Row[] {
  const { receipt, state: declaration } = one;
  const { locale } = state;
  const lines: Row[] = [
    row(
      span('  '),
      said(
        `${receipt.code ?? ''} ${meaningOf(one, locale)}`.trim(),
        toneOf(receipt.isSuccess) === 'bad' ? 'bad' : 'accent',
      ),
      span(`   ${t(`receipts.kind.${receipt.kind}`)}   ${dayTimeText(receipt.receivedMs)}`, 'muted'),
    ),
  ];
  const fact = (label: string, text: string): void => {
    const head = `  ${fit(label, 12)} `;
    lines.push(
      ...wrap(clean(text), width - widthOf(head))
        .slice(0, 2)
        .map((line, at) => row(span(at === 0 ? head : ' '.repeat(widthOf(head)), 'muted'), line)),
    );
  };
  fact(t('column.file'), receipt.fileName);
  if (receipt.text !== null && receipt.text !== '') fact(t('receipts.text'), receipt.text);
  if (receipt.keys.length > 0)
    fact(t('detail.keys'), receipt.keys.map(({ name, value }) => `${name}=${value}`).join('  '));
  if (declaration !== null) fact(t('detail.state'), `${declaration.code} ${declaration[locale]}`);
  fact(t('detail.id'), receipt.document ?? t('receipts.unlinked'));
  return lines.slice(0, DETAIL_ROWS).map((line) => fitRow(line, width));
}
