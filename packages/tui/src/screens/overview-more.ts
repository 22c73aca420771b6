import type { BusinessSnapshot } from '@swic/core/contract';
import { countText } from '../layout/numbers.js';
import { EMPTY, fitRow, type Row, row, said, span } from '../layout/row.js';
import { sparkline } from '../layout/sparkline.js';
import { fit } from '../layout/width.js';
import { nameOf } from './names.js';
import type { ScreenProps } from './screen.js';

const NAME_WIDTH = 24;
const NUMBER_WIDTH = 9;
const CHART_WIDTH_MAX = 60;
/** A heading, an empty row before it, and one business. */
const ROWS_MIN = 3;

/** The last hour of each business that sent something, minute by minute, where there is room for it. */
export function hourRows(props: ScreenProps, businesses: readonly BusinessSnapshot[], height: number): readonly Row[] {
  const { t, width, state, theme } = props;
  const sumOf = ({ sendHour }: BusinessSnapshot): number => sendHour.reduce((sum, count) => sum + count, 0);
  const active = businesses.filter((one) => sumOf(one) > 0).sort((a, b) => sumOf(b) - sumOf(a));
  if (height < ROWS_MIN || active.length === 0) return [];
  const chartWidth = Math.min(CHART_WIDTH_MAX, width - NAME_WIDTH - NUMBER_WIDTH - 6);
  const rows = active
    .slice(0, height - 2)
    .map((one) =>
      row(
        span('  '),
        said(fit(nameOf(one, state.locale), NAME_WIDTH)),
        span(fit(countText(sumOf(one)), NUMBER_WIDTH, 'right')),
        span('  '),
        span(sparkline(one.sendHour, chartWidth, theme.glyphs.isAscii), 'info'),
      ),
    );
  return [EMPTY, row(span(`  ${t('overview.hour')}`, 'strong')), ...rows].map((line) => fitRow(line, width));
}
