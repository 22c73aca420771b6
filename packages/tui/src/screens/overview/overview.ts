import { type BusinessSnapshot, FAULTS, type FlowSnapshot, maintenanceLines } from '@swic/core/contract';
import {
  ageText,
  countText,
  dayTimeText,
  documentsOf,
  nameOf,
  rateOf,
  rateText,
  returnedNow,
  sentToday,
  shownBusinesses,
} from '@swic/desk';
import { EMPTY, fill, fitRow, type Row, row, type Span, said, span } from '../../layout/row.js';
import { sparkline } from '../../layout/sparkline.js';
import { type Column, tableRows } from '../../layout/table.js';
import { widthOf, wrap } from '../../layout/width.js';
import type { Tone } from '../../theme.js';
import { type ScreenProps, visiblePart } from '../screen.js';
import { hourRows, latestRows } from './hour-and-latest.js';

const DETAIL_ROWS = 5;

/** 导入监控: a row for each business, and what is to know about the selected one beneath. */
export function overviewScreen(props: ScreenProps): readonly Row[] {
  const { state, t, width, height } = props;
  const businesses = shownBusinesses(state.snapshot?.businesses ?? []);
  if (businesses.length === 0) return [EMPTY, row(span(`  ${t('overview.empty')}`, 'muted'))];
  const cursor = Math.min(state.overview.cursor, businesses.length - 1);
  const isTall = height >= 10;
  const since = sinceRow(props);
  const tableHeight = Math.max(3, height - 1 - (isTall ? DETAIL_ROWS + 1 : 0));
  // Head and sum stay where they are while the businesses between them scroll.
  const { from, to } = visiblePart(cursor, businesses.length, tableHeight - 2);
  const shown = businesses.slice(from, to);
  const rows = [...shown, sumOf(businesses, t('total'))];
  const table = tableRows(columns(props), rows, {
    width,
    selected: cursor - from,
    cursor: props.theme.glyphs.cursor,
  });
  const used = table.rows.length + 1;
  const hour = hourRows(props, businesses, tableHeight - used);
  const latest = latestRows(props, tableHeight - used - hour.length);
  const body = [since, ...fill([table.head, ...table.rows, ...hour, ...latest], tableHeight)];
  const selected = businesses[cursor];
  return isTall && selected !== undefined ? [...body, EMPTY, ...detail(props, selected)] : body;
}

/** What the counts of sent and rejected documents are of: since the agent's start, or today. The others are of now. */
function sinceRow({ t, state, width, nowMs }: ScreenProps): Row {
  const startedMs = state.snapshot?.agent.startedMs ?? 0;
  const words = state.overview.isToday ? t('overview.today') : t('overview.since', { time: dayTimeText(startedMs) });
  const maintenance = maintenanceLines(state.snapshot?.maintenance, nowMs, state.locale);
  return fitRow(row(span(`  ${words}`, 'muted'), ...maintenance.map((line) => said(`   ${line}`, 'warn'))), width);
}

type Line = BusinessSnapshot & { readonly isSum?: true };

function sumOf(businesses: readonly BusinessSnapshot[], name: string): Line {
  const sum = (pick: (one: BusinessSnapshot) => number): number =>
    businesses.reduce((total, one) => total + pick(one), 0);
  const seconds = Math.max(0, ...businesses.map(({ sendRate }) => sendRate.length));
  const rateAt = (back: number): number => sum(({ sendRate }) => sendRate.at(-back) ?? 0);
  const [first] = businesses;
  return {
    ...(first as BusinessSnapshot),
    isSum: true,
    key: name,
    nameZh: name,
    nameEn: name,
    waiting: sum(({ waiting }) => waiting),
    waitingIsAtLeast: businesses.some(({ waitingIsAtLeast }) => waitingIsAtLeast),
    oldestWaitingMs: businesses.reduce<number | null>(
      (oldest, one) =>
        one.oldestWaitingMs !== null && (oldest === null || one.oldestWaitingMs < oldest)
          ? one.oldestWaitingMs
          : oldest,
      null,
    ),
    passedOver: sum(({ passedOver }) => passedOver),
    inFlight: sum(({ inFlight }) => inFlight),
    now: businesses.flatMap(({ now }) => now),
    today: businesses.flatMap(({ today }) => today),
    overdue: sum(({ overdue }) => overdue),
    lost: sum(({ lost }) => lost),
    counts: {
      filed: sum(({ counts }) => counts.filed),
      rejected: sum(({ counts }) => counts.rejected),
      unknown: sum(({ counts }) => counts.unknown),
      retried: sum(({ counts }) => counts.retried),
      receipts: sum(({ counts }) => counts.receipts),
    },
    sendRate: Array.from({ length: seconds }, (_, at) => rateAt(seconds - at)),
    lastFault: null,
    lastFaultMs: null,
  };
}

const FLOW_TONES = { running: 'good', held: 'warn', paused: 'warn', stopped: 'muted' } as const satisfies Record<
  FlowSnapshot['state'],
  Tone
>;

function columns({ t, theme, state, nowMs }: ProbeProps): readonly Column<Line>[] {
  const { locale } = state;
  const { isToday } = state.overview;
  // A column that is nearly always empty is there only when it has something to say.
  const hasIgnored = state.snapshot?.businesses.some(({ passedOver }) => passedOver > 0) ?? false;
  const flow = (one: FlowSnapshot | null): Span =>
    one === null ? span(t('flow.none'), 'muted') : span(t(`flow.${one.state}`), FLOW_TONES[one.state]);
  const number = (count: number, tone: Tone): Span => (count === 0 ? span('0', 'muted') : span(countText(count), tone));
  const column = (
    head: Column<Line>['head'],
    width: number,
    rank: number,
    cell: Column<Line>['cell'],
  ): Column<Line> => ({ head, width, widest: width, align: 'right', rank, cell });
  return [
    {
      head: t('column.business'),
      width: 12,
      widest: 30,
      align: 'left',
      rank: 0,
      cell: (one, width) => {
        if (one.isSum === true) return span(one.key, 'muted');
        const whole = nameOf(one, locale);
        return said(widthOf(whole) <= width || width >= 12 ? whole : one.key, 'strong');
      },
    },
    { ...column(t('column.send'), 5, 0, (one) => (one.isSum ? span('') : flow(one.send))), align: 'left' },
    { ...column(t('column.receive'), 5, 0, (one) => (one.isSum ? span('') : flow(one.receive))), align: 'left' },
    column(t('column.waiting'), 6, 0, (one) =>
      one.waitingIsAtLeast ? span(`${countText(one.waiting)}+`, 'strong') : number(one.waiting, 'strong'),
    ),
    ...(hasIgnored ? [column(t('column.ignored'), 7, 3, (one) => number(one.passedOver, 'warn'))] : []),
    column(t('column.inFlight'), 6, 2, (one) => number(one.inFlight, 'info')),
    column(t('column.filed'), 7, 0, (one) => number(isToday ? sentToday(one) : one.counts.filed, 'plain')),
    column(t('column.rejected'), 4, 0, (one) =>
      number(isToday ? documentsOf(one.today, 'rejected') : one.counts.rejected, 'bad'),
    ),
    column(t('column.returned'), Math.max(4, widthOf(t('column.returned'))), 0, (one) =>
      number(returnedNow(one), 'bad'),
    ),
    column(t('column.unknown'), 4, 0, (one) => number(documentsOf(one.now, 'unknown'), 'warn')),
    column(t('column.overdue'), 4, 4, (one) => number(one.overdue, 'warn')),
    column(t('column.receipts'), 6, 2, (one) => number(one.counts.receipts, 'plain')),
    column(t('column.rate'), 4, 5, (one) => span(rateText(rateOf(one.sendRate)))),
    {
      ...column(t('column.trend'), 4, 5, (one, width) =>
        span(sparkline(one.sendRate, width, theme.glyphs.isAscii), 'info'),
      ),
      widest: 12,
    },
    column(t('column.oldest'), 6, 1, (one) => ageCell(one.oldestWaitingMs, nowMs, locale)),
    {
      ...column(t('column.lastFault'), 24, 6, (one) =>
        one.lastFault === null ? span('') : said(FAULTS[one.lastFault.code][locale].meaning, 'warn'),
      ),
      widest: 60,
      align: 'left',
    },
  ];
}

type ProbeProps = Pick<ScreenProps, 't' | 'theme' | 'state' | 'nowMs'>;

/** A file that waits for minutes while the flow runs is what an operator looks for. */
function ageCell(sinceMs: number | null, nowMs: number, locale: 'zh' | 'en'): Span {
  if (sinceMs === null) return span('');
  const ageMs = nowMs - sinceMs;
  return span(ageText(ageMs, locale), ageMs > 300_000 ? 'warn' : 'plain');
}

function detail({ t, state, width, nowMs }: ScreenProps, one: BusinessSnapshot): readonly Row[] {
  const { locale } = state;
  const since = (flow: FlowSnapshot): string => ageText(nowMs - flow.sinceMs, locale);
  const flowPart = (flow: FlowSnapshot, key: 'send' | 'receive'): Span =>
    span(
      t(`overview.detail.${key}`, { state: t(`flow.${flow.state}.long`), age: since(flow) }),
      flow.state === 'running' ? 'plain' : FLOW_TONES[flow.state],
    );
  const parts: Span[] = [said(nameOf(one, locale), 'accent')];
  if (one.send !== null) parts.push(span('   '), flowPart(one.send, 'send'));
  parts.push(span('   '), flowPart(one.receive, 'receive'));
  if (one.counts.retried > 0)
    parts.push(span('   '), span(t('overview.detail.retried', { count: countText(one.counts.retried) }), 'muted'));
  const ignored =
    one.passedOver === 0
      ? []
      : [fitRow(row(span(`  ${t('overview.ignored', { count: countText(one.passedOver) })}`, 'warn')), width)];
  return [fitRow([span('  '), ...parts], width), ...ignored, ...faultPart({ t, locale, width, nowMs }, one)].slice(
    0,
    DETAIL_ROWS,
  );
}

interface FaultPartProps {
  readonly t: ScreenProps['t'];
  readonly locale: 'zh' | 'en';
  readonly width: number;
  readonly nowMs: number;
}

function faultPart({ t, locale, width, nowMs }: FaultPartProps, one: BusinessSnapshot): readonly Row[] {
  const { lastFault, lastFaultMs } = one;
  if (lastFault === null) return [row(span(`  ${t('overview.detail.no-fault')}`, 'muted'))];
  const { meaning, advice } = FAULTS[lastFault.code][locale];
  const age = ageText(nowMs - (lastFaultMs ?? nowMs), locale);
  const head = row(
    span(`  ${t('overview.detail.fault', { age })} `, 'muted'),
    said(meaning, lastFault.fate === 'hold' || lastFault.fate === 'retry' ? 'warn' : 'bad'),
    span(`  ${lastFault.code}`, 'muted'),
  );
  const reason = lastFault.reason === null ? [] : [row(span('  '), said(lastFault.reason, 'muted'))];
  const lines = wrap(t('faults.advice', { advice }), width - 4).map((line) => row(`  ${line}`));
  return [head, ...reason, ...lines].map((line) => fitRow(line, width));
}
