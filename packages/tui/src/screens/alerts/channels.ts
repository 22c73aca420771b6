import { type AlertChannelState, FAULTS } from '@swic/core/contract';
import { countText } from '@swic/desk';
import { fitRow, type Row, row, said, span } from '../../layout/row.js';
import { type Column, tableRows } from '../../layout/table.js';
import { timeCell, timeColumnWidth } from '../document-cells.js';
import type { ScreenProps } from '../screen.js';

/** A line for each channel, those with trouble first, as many as there is room for; the last one says how many are left out. */
export function channelRows(
  props: ScreenProps,
  channels: readonly AlertChannelState[],
  height: number,
): readonly Row[] {
  const { t, width, theme } = props;
  if (channels.length === 0) return [fitRow(row(span(`  ${t('alerts.no-channels')}`, 'warn')), width)];
  const sorted = [...channels].sort((a, b) => rankOf(a) - rankOf(b));
  const room = Math.max(1, height - 1);
  const isCut = sorted.length > room;
  const shown = sorted.slice(0, isCut ? Math.max(0, room - 1) : room);
  const table = tableRows(columns(props, shown), shown, { width, selected: -1, cursor: theme.glyphs.cursor });
  const left = sorted.length - shown.length;
  const more = isCut ? [fitRow(row(span(`  ${t('alerts.more-channels', { count: left })}`, 'muted')), width)] : [];
  return [table.head, ...table.rows, ...more];
}

const rankOf = ({ fault, queued }: AlertChannelState): number => (fault !== null ? 0 : queued > 0 ? 1 : 2);

function columns(
  { t, state, nowMs }: ScreenProps,
  shown: readonly AlertChannelState[],
): readonly Column<AlertChannelState>[] {
  const timeWidth = Math.max(
    10,
    timeColumnWidth(
      shown.flatMap(({ lastDeliveredMs }) => lastDeliveredMs ?? []),
      nowMs,
    ),
  );
  const number = (head: string, cell: Column<AlertChannelState>['cell']): Column<AlertChannelState> => ({
    ...column(head, 8, cell),
    align: 'right',
  });
  return [
    { ...column(t('column.channel'), 8, ({ name }) => said(name)), widest: 20 },
    column(t('column.kind'), 8, ({ kind }) => span(t(`alerts.kind.${kind}`), 'muted')),
    number(t('column.queued'), ({ queued }) => span(countText(queued), queued > 0 ? 'warn' : 'muted')),
    number(t('column.delivered'), ({ delivered }) => span(countText(delivered), 'muted')),
    number(t('column.dropped'), ({ dropped }) => span(countText(dropped), dropped > 0 ? 'bad' : 'muted')),
    {
      ...column(t('column.delivered-at'), timeWidth, ({ lastDeliveredMs }) =>
        lastDeliveredMs === null ? span('-', 'muted') : timeCell(lastDeliveredMs, nowMs),
      ),
      rank: 1,
    },
    {
      ...column(t('column.trouble'), 8, ({ fault }) =>
        fault === null ? span('') : said(FAULTS[fault.code][state.locale].meaning, 'bad'),
      ),
      widest: 60,
    },
  ];
}

function column(head: string, width: number, cell: Column<AlertChannelState>['cell']): Column<AlertChannelState> {
  return { head, width, widest: width, align: 'left', rank: 0, cell };
}
