import {
  type AlertLevel,
  type AlertSilence,
  type AlertsReport,
  alertAdvice,
  alertHeadline,
  alertRuleText,
  levelText,
  type OpenAlert,
  placeText,
} from '@swic/core/contract';
import { ageText, countText, dayTimeText, withCommas } from '@swic/desk';
import { EMPTY, fill, fitRow, type Row, row, type Span, said, span } from '../../layout/row.js';
import { type Column, tableRows } from '../../layout/table.js';
import { clean, wrap } from '../../layout/width.js';
import type { State } from '../../state.js';
import type { Tone } from '../../theme.js';
import { timeCell, timeColumnWidth } from '../document-cells.js';
import { type ScreenProps, visiblePart } from '../screen.js';
import { channelRows } from './channels.js';

const DETAIL_ROWS = 6;
/** What the channels may always have of the height; more of it where little is wrong. */
const CHANNELS_SHARE = 1 / 3;

const LEVEL_TONES = { notice: 'info', warning: 'warn', error: 'bad' } as const satisfies Record<AlertLevel, Tone>;

/** What is wrong and who is told of it; beneath it how the channels fare. */
export function alertsScreen(props: ScreenProps): readonly Row[] {
  const { state, t, width, height } = props;
  const report = reportOf(state);
  if (report === null) {
    if (state.snapshot === null) return [EMPTY, fitRow(row(span(`  ${t('documents.loading')}`, 'muted')), width)];
    return [EMPTY, ...wrap(t('alerts.off'), width - 4).map((line) => row(span(`  ${line}`, 'muted')))];
  }
  const { open, channels } = report;
  const room = Math.max(4, height - 2);
  const wanted = Math.max(1, channels.length) + 1;
  const channelsHeight = Math.min(wanted, Math.max(Math.floor(room * CHANNELS_SHARE), room - open.length - 2));
  const listHeight = room - channelsHeight;
  const list = open.length === 0 ? [EMPTY, fitRow(row(span(`  ${t('alerts.nothing')}`, 'good')), width)] : null;
  return [
    headLine(props, report),
    ...fill(list ?? openRows(props, report, listHeight), listHeight),
    EMPTY,
    ...channelRows(props, channels, channelsHeight),
  ];
}

/** The alert under the cursor; null where nothing is wrong. */
export function selectedAlert(state: State): OpenAlert | null {
  const open = reportOf(state)?.open ?? [];
  return open[Math.min(state.alerts.cursor, open.length - 1)] ?? null;
}

export function reportOf({ snapshot }: State): AlertsReport | null {
  return snapshot?.alerts ?? null;
}

function headLine({ state, t, width, nowMs }: ScreenProps, { open, silences }: AlertsReport): Row {
  const parts: Span[] = [span(`  ${t('alerts.count', { count: withCommas(open.length) })}`, 'muted')];
  for (const { rule, untilMs, by } of silences.filter((one) => one.untilMs > nowMs)) {
    const what = rule === null ? t('alerts.all-rules') : alertRuleText(rule, state.locale);
    parts.push(span('   '), said(t('alerts.silenced', { what, until: dayTimeText(untilMs), by }), 'warn'));
  }
  if (state.alerts.isTesting) parts.push(span(`   ${t('test.running')}`, 'muted'));
  return fitRow(parts, width);
}

function openRows(props: ScreenProps, report: AlertsReport, height: number): readonly Row[] {
  const { state, width, theme } = props;
  const { open } = report;
  const cursor = Math.min(state.alerts.cursor, open.length - 1);
  const selected = open[cursor];
  // The sentences of the selected one give way to the list where both do not fit.
  const detailHeight = height - open.length - 2 >= DETAIL_ROWS ? DETAIL_ROWS : Math.max(0, Math.floor(height / 2) - 1);
  const listHeight = height - (detailHeight === 0 ? 0 : detailHeight + 1);
  const { from, to } = visiblePart(cursor, open.length, listHeight - 1);
  const shown = open.slice(from, to);
  const table = tableRows(columns(props, report, shown), shown, {
    width,
    selected: cursor - from,
    cursor: theme.glyphs.cursor,
  });
  const rows = [table.head, ...table.rows];
  if (selected === undefined || detailHeight === 0) return rows;
  return [...fill(rows, Math.min(listHeight, open.length + 1)), EMPTY, ...detail(props, selected, detailHeight)];
}

function columns(
  { t, state, nowMs }: ScreenProps,
  { silences }: AlertsReport,
  shown: readonly OpenAlert[],
): readonly Column<OpenAlert>[] {
  const { locale } = state;
  const toldWidth = Math.max(
    8,
    timeColumnWidth(
      shown.flatMap(({ toldMs }) => toldMs ?? []),
      nowMs,
    ),
  );
  const told = (alert: OpenAlert): Span => {
    if (alert.toldMs !== null) return timeCell(alert.toldMs, nowMs);
    return span(t(silenceOf(alert, silences, nowMs) === null ? 'alerts.untold' : 'alerts.quiet'), 'muted');
  };
  return [
    column(t('column.since'), 6, 'right', ({ sinceMs }) => span(ageText(nowMs - sinceMs, locale), 'muted')),
    column(t('column.level'), 7, 'left', ({ level }) => span(levelText(level, locale), LEVEL_TONES[level])),
    column(t('alerts.how-many'), 5, 'right', ({ count }) => span(countText(count), 'strong')),
    { ...column(t('column.fault'), 24, 'left', (alert) => said(alertHeadline(alert, locale))), widest: 120 },
    column(t('column.told'), toldWidth, 'left', told),
  ];
}

function column(
  head: string,
  width: number,
  align: 'left' | 'right',
  cell: Column<OpenAlert>['cell'],
): Column<OpenAlert> {
  return { head, width, widest: width, align, rank: 0, cell };
}

function silenceOf({ rule }: OpenAlert, silences: readonly AlertSilence[], nowMs: number): AlertSilence | null {
  return silences.find((one) => (one.rule === null || one.rule === rule) && one.untilMs > nowMs) ?? null;
}

function detail({ t, state, width }: ScreenProps, alert: OpenAlert, height: number): readonly Row[] {
  const { locale } = state;
  const { rule, level, sinceMs, toldMs, places } = alert;
  const { does, todo } = alertAdvice(alert, locale);
  const told = toldMs === null ? t('alerts.untold') : dayTimeText(toldMs);
  const sentences = [
    ...(places.length === 0
      ? []
      : [t('alerts.about', { places: clean(places.map((place) => placeText(place, locale)).join(', ')) })]),
    t('alerts.does', { does }),
    t('faults.advice', { advice: todo }),
  ];
  const lines: Row[] = [
    row(
      span(`  ${alertRuleText(rule, locale)}`, LEVEL_TONES[level]),
      span(`  alerts.rules.${rule}   ${t('alerts.times', { since: dayTimeText(sinceMs), told })}`, 'muted'),
    ),
    ...sentences.flatMap((sentence) => wrap(sentence, width - 4).map((line) => row(`  ${line}`))),
  ];
  return lines.slice(0, height).map((line) => fitRow(line, width));
}
