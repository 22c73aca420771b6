import {
  FAULTS,
  outageText,
  type TestStepRecord,
  type TransportSnapshot,
  testNoteText,
  testStepText,
} from '@swic/core/contract';
import { ageText, durationText, timeText } from '@swic/desk';
import { EMPTY, fitRow, type Row, row, said, span } from '../../layout/row.js';
import { clean, fit, wrap } from '../../layout/width.js';
import type { ScreenProps } from '../screen.js';
import { transportFields } from '../settings/fields.js';
import { fieldText, nameOfField } from '../settings/settings.js';

const LABEL_WIDTH = 22;
const DIRECTION_WIDTH = 12;

/** Where we connect to and how it goes; the steps of a test as they end. Secrets are the references that the file has. */
export function transportScreen(props: ScreenProps): readonly Row[] {
  const { state, t, width, height } = props;
  const { snapshot, settings, transport: test } = state;
  if (snapshot === null) return [EMPTY, row(span(`  ${t('documents.loading')}`, 'muted'))];
  const { transport } = snapshot;
  const lines: Row[] = [row(span('  '), said(transport.kind, 'accent'), said(`  ${transport.address}`, 'muted'))];
  for (const direction of ['send', 'receive'] as const) lines.push(...linkRows(props, transport, direction));
  lines.push(...outageRows(props, transport));
  const tested = testRows(props, test.steps, test.isRunning);
  const room = Math.max(0, height - lines.length - tested.length - 2);
  const fields = transportFields(settings.report?.config ?? {}).filter(({ path }) => path[1] !== 'kind');
  const shown = fields
    .slice(0, room)
    .map((field) => row(span(`  ${fit(nameOfField(field, t), LABEL_WIDTH)} `, 'muted'), said(fieldText(field, t))));
  return [...lines, EMPTY, ...shown, EMPTY, ...tested].map((line) => fitRow(line, width));
}

/** How often the broker was away. An agent of before that was known does not say it. */
function outageRows({ state: { locale }, nowMs }: ScreenProps, { outages }: TransportSnapshot): readonly Row[] {
  if (outages?.count === undefined) return [];
  const words = outageText(outages, { nowMs, timeText: (ms) => timeText(ms).slice(0, 5), locale });
  return [row(said(`  ${words}`, outages.endedMs === null ? 'warn' : 'muted'))];
}

/** A direction with its trouble; one that both have is explained once. */
function linkRows(
  { state: { locale }, t, width, nowMs }: ScreenProps,
  transport: TransportSnapshot,
  direction: 'send' | 'receive',
): readonly Row[] {
  const link = transport[direction];
  const seconds = Math.max(0, Math.ceil(((link.nextAttemptMs ?? nowMs) - nowMs) / 1_000));
  const rows: Row[] = [
    row(
      span(`  ${fit(t(`transport.${direction}`), DIRECTION_WIDTH)}`),
      span(t(`transport.${link.state}`, { seconds }), link.state === 'open' ? 'good' : 'warn'),
      span(`   ${t('transport.since', { age: ageText(nowMs - link.sinceMs, locale) })}`, 'muted'),
    ),
  ];
  const { unconfirmed, notConsumingSinceMs, otherConsumers } = transport;
  if (direction === 'send' && unconfirmed !== null) {
    const age = ageText(nowMs - unconfirmed.sinceMs, locale);
    rows.push(row(span(`  ${t('transport.unconfirmed', { messages: unconfirmed.messages, age })}`, 'warn')));
  }
  if (direction === 'receive' && typeof notConsumingSinceMs === 'number') {
    const age = ageText(nowMs - notConsumingSinceMs, locale);
    rows.push(row(span(`  ${t('transport.not-consuming', { age })}`, 'warn')));
  }
  if (direction === 'receive' && otherConsumers > 0)
    rows.push(row(span(`  ${t('transport.shared', { others: otherConsumers })}`, 'warn')));
  const isTold = direction === 'send' && transport.receive.fault?.code === link.fault?.code;
  if (link.fault === null || isTold) return rows;
  const { meaning, advice } = FAULTS[link.fault.code][locale];
  rows.push(row(span(`  ${meaning}`, 'bad'), span(`   ${link.fault.code}`, 'muted')));
  if (link.fault.reason !== null) rows.push(row(said(`  ${link.fault.reason}`, 'muted')));
  return [...rows, ...wrap(t('faults.advice', { advice }), width - 4).map((line) => row(`  ${line}`))];
}

function testRows(
  { t, state, width }: ScreenProps,
  steps: readonly TestStepRecord[],
  isRunning: boolean,
): readonly Row[] {
  if (steps.length === 0)
    return [row(span(`  ${t(isRunning ? 'test.running' : 'test.none')}`, isRunning ? 'info' : 'muted'))];
  const failed = steps.find(({ outcome }) => outcome === 'failed');
  const rows: Row[] = steps.map((step) =>
    row(
      span(`  ${fit(t(`test.${step.outcome}`), 8)}`, TONES[step.outcome]),
      said(fit(testStepText(step.name, state.locale), LABEL_WIDTH)),
      span(`${durationText(step.durationMs, state.locale)}   `.padStart(12), 'muted'),
      said(testNoteText(step.note ?? step.fault?.reason ?? '', state.locale), 'muted'),
    ),
  );
  if (isRunning) return [...rows, row(span(`  ${t('test.running')}`, 'info'))];
  if (failed === undefined) return [...rows, row(span(`  ${t('test.passed')}`, 'good'))];
  const fault = failed.fault;
  if (fault === null) return rows;
  const { meaning, advice } = FAULTS[fault.code][state.locale];
  return [
    ...rows,
    ...wrap(clean(`${meaning}. ${t('faults.advice', { advice })}`), width - 4).map((line) =>
      row(span(`  ${line}`, 'warn')),
    ),
  ];
}

const TONES = { ok: 'good', failed: 'bad', skipped: 'muted' } as const;
