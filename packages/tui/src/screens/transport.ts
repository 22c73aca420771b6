import { FAULTS, type TestStepRecord, testNoteText, testStepText } from '@swic/core/contract';
import { ageText, durationText } from '../layout/numbers.js';
import { EMPTY, fitRow, type Row, row, said, span } from '../layout/row.js';
import { clean, fit, wrap } from '../layout/width.js';
import { transportFields, valueText } from '../lists/settings-fields.js';
import type { ScreenProps } from './screen.js';

const LABEL_WIDTH = 22;

/** Where we connect to and how it goes; the steps of a test as they end. Secrets are the references that the file has. */
export function transportScreen(props: ScreenProps): readonly Row[] {
  const { state, t, width, height, nowMs } = props;
  const { snapshot, settings, transportTest } = state;
  if (snapshot === null) return [EMPTY, row(span(`  ${t('documents.loading')}`, 'muted'))];
  const { transport } = snapshot;
  const seconds = Math.max(0, Math.ceil(((transport.nextAttemptMs ?? nowMs) - nowMs) / 1_000));
  const lines: Row[] = [
    row(
      span('  '),
      said(transport.kind, 'accent'),
      said(`  ${transport.address}   `, 'muted'),
      span(t(`transport.${transport.state}`, { seconds }), transport.state === 'open' ? 'good' : 'warn'),
      span(`   ${t('transport.since', { age: ageText(nowMs - transport.sinceMs, state.locale) })}`, 'muted'),
    ),
  ];
  if (transport.fault !== null) {
    const { meaning, advice } = FAULTS[transport.fault.code][state.locale];
    lines.push(row(span(`  ${meaning}`, 'bad'), span(`   ${transport.fault.code}`, 'muted')));
    if (transport.fault.reason !== null) lines.push(row(said(`  ${transport.fault.reason}`, 'muted')));
    lines.push(...wrap(t('faults.advice', { advice }), width - 4).map((line) => row(`  ${line}`)));
  }
  const test = testRows(props, transportTest.steps, transportTest.isRunning);
  const room = Math.max(0, height - lines.length - test.length - 2);
  const fields = transportFields(settings.report?.config ?? {}).filter(({ path }) => path[1] !== 'kind');
  const shown = fields
    .slice(0, room)
    .map(({ path, value }) =>
      row(span(`  ${fit(path.slice(1).join('.'), LABEL_WIDTH)} `, 'muted'), said(valueText(value))),
    );
  return [...lines, EMPTY, ...shown, EMPTY, ...test].map((line) => fitRow(line, width));
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
