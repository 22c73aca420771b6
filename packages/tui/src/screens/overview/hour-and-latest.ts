import { type BusinessSnapshot, type DocumentRecord, FAULTS } from '@swic/core/contract';
import { countText, nameOf } from '@swic/desk';
import { EMPTY, fitRow, type Row, row, said, span } from '../../layout/row.js';
import { sparkline } from '../../layout/sparkline.js';
import { cutMiddle, fit } from '../../layout/width.js';
import { customsCell, stateCell, timeCell } from '../document-cells.js';
import type { ScreenProps } from '../screen.js';
import { fileRow } from '../waiting/waiting.js';

const NAME_WIDTH = 24;
const NUMBER_WIDTH = 9;
const CHART_WIDTH_MAX = 60;
/** A heading, an empty row before it, and one business. */
const ROWS_MIN = 3;
/** Businesses beyond these sent less, and leave their place to what waits for a person. */
const CHART_ROWS_MAX = 8;

/** The last hour of each business that sent something, minute by minute, where there is room for it. */
export function hourRows(props: ScreenProps, businesses: readonly BusinessSnapshot[], height: number): readonly Row[] {
  const { t, width, state, theme } = props;
  const sumOf = ({ sendHour }: BusinessSnapshot): number => sendHour.reduce((sum, count) => sum + count, 0);
  const active = businesses.filter((one) => sumOf(one) > 0).sort((a, b) => sumOf(b) - sumOf(a));
  if (height < ROWS_MIN || active.length === 0) return [];
  const chartWidth = Math.min(CHART_WIDTH_MAX, width - NAME_WIDTH - NUMBER_WIDTH - 6);
  const rows = active
    .slice(0, Math.min(CHART_ROWS_MAX, height - 2))
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

const LATEST_NAME_WIDTH = 40;

/** Below the chart: the newest documents that wait for a person, and the files that wait longest. */
export function latestRows(props: ScreenProps, height: number): readonly Row[] {
  const { t, state, width } = props;
  const { refused, waiting } = state.overview.latest;
  const lists = [
    { title: t('overview.refused'), rows: refused.map((document) => refusedRow(props, document)) },
    { title: t('overview.waits'), rows: waiting.map((file) => fileRow(props, file, false)) },
  ].filter(({ rows }) => rows.length > 0);
  // Both get the same, so that many refusals do not hide what waits.
  const each = lists.length === 0 ? 0 : Math.floor(height / lists.length);
  if (each < ROWS_MIN) return [];
  return lists
    .flatMap(({ title, rows }) => [EMPTY, row(span(`  ${title}`, 'strong')), ...rows.slice(0, each - 2)])
    .map((line) => fitRow(line, width));
}

function refusedRow({ t, state, nowMs, width }: ScreenProps, document: DocumentRecord): Row {
  const { times, business, name, fault } = document;
  const nameWidth = Math.min(LATEST_NAME_WIDTH, Math.floor(width / 3));
  const why =
    (document.standing?.customs ?? null) === null
      ? span(faultText(fault, state.locale), 'muted')
      : customsCell(document, state.locale);
  return row(
    span('  '),
    timeCell(times.claimed, nowMs),
    span(' '),
    said(fit(business, 8)),
    span(' '),
    said(fit(cutMiddle(name, nameWidth), nameWidth), 'strong'),
    span(' '),
    stateCell(document, t),
    span(' '),
    why,
  );
}

const faultText = (fault: DocumentRecord['fault'], locale: 'zh' | 'en'): string =>
  fault === null ? '' : FAULTS[fault.code][locale].meaning;
