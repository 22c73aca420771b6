import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeMetrics } from '@swic/core';
import { expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import { createMetrics } from '../../packages/core/src/telemetry/metrics.js';
import { metricsIn, monitoringFiles } from '../../scripts/monitoring/files.mjs';
import { RULES, type Rule } from '../../scripts/monitoring/rules.mjs';
import { describeWithPromtool, promtool } from '../support/promtool.js';
import { ALL_SAMPLES } from '../support/telemetry/sample-events.js';

const RULES_FILE = fileURLToPath(new URL('../../deploy/monitoring/swic-rules.yml', import.meta.url));
const DASHBOARD = new URL('../../deploy/monitoring/swic-dashboard.json', import.meta.url);

/** What `/metrics` tells after one event of each type. */
async function allMetrics(): Promise<string> {
  const metrics = createMetrics();
  for (const [at, event] of ALL_SAMPLES.entries()) metrics.read({ seq: at + 1, atMs: 1_795_399_260_000, event });
  return metrics.text();
}

test('every metric that a rule or a panel of the files names is one that the agent tells', async () => {
  const names = new Set((await describeMetrics()).map(({ name }) => name));
  const text = `${readFileSync(RULES_FILE, 'utf8')}${readFileSync(DASHBOARD, 'utf8')}`;
  const named = metricsIn(text);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((name) => !names.has(name))).toEqual([]);
});

test('a rule or a panel that names a metric which does not exist is refused', async () => {
  const metrics = await describeMetrics();
  const without = metrics.filter(({ name }) => name !== 'swic_flow_held');
  expect(() => monitoringFiles(without)).toThrow(/no metric is called swic_flow_held/);
});

test('the dashboard can be imported: every panel has a place of its own and a source that is chosen', () => {
  const { panels } = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as {
    readonly panels: readonly {
      readonly id: number;
      readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    }[];
  };
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const [at, { gridPos: a }] of panels.entries())
    for (const { gridPos: b } of panels.slice(at + 1))
      expect(a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y).toBe(true);
});

interface Case {
  /** Series and their values, as promtool writes them. */
  readonly series: Readonly<Record<string, string>>;
  /** Labels of the alert; null = there is none. */
  readonly fires: Readonly<Record<string, string>> | null;
  readonly value?: string;
  readonly atMinutes?: number;
}

const RUNS = { 'swic_up{instance="a", version="1"}': '1x300' };
const FLOW = { instance: 'a', business: 'DEC', direction: 'send' };
const HELD = 'swic_flow_held{instance="a", business="DEC", direction="send"}';
const WINDOW = 'swic_maintenance_windows{instance="a"}';
const OLDEST = 'swic_outbox_oldest_seconds{instance="a", business="DEC"}';

/** Of each rule when it speaks, and when it must not. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  SwicDown: [
    { series: {}, fires: {} },
    { series: RUNS, fires: null },
  ],
  SwicRestarting: [
    { series: { 'swic_start_time_seconds{instance="a"}': '1 2 3 4x60' }, fires: { instance: 'a' } },
    { series: { 'swic_start_time_seconds{instance="a"}': '1 2x60' }, fires: null },
  ],
  SwicTransportAway: [
    {
      series: { 'swic_transport_open{instance="a", direction="send"}': '0x60', [WINDOW]: '0x60' },
      fires: { instance: 'a', direction: 'send' },
    },
    { series: { 'swic_transport_open{instance="a", direction="send"}': '0x60', [WINDOW]: '1x60' }, fires: null },
  ],
  SwicTransportBlocked: [
    { series: { 'swic_transport_blocked{instance="a"}': '1x60' }, fires: { instance: 'a' } },
    { series: { 'swic_transport_blocked{instance="a"}': '0x60' }, fires: null },
  ],
  SwicFlowHeld: [
    { series: { [HELD]: '1x60' }, fires: FLOW },
    { series: { [HELD]: '1x60' }, fires: null, atMinutes: 9 },
    { series: { [HELD]: '1x60', [WINDOW]: '1x60' }, fires: null },
    // The window of another agent explains nothing here.
    { series: { [HELD]: '1x60', 'swic_maintenance_windows{instance="b"}': '1x60' }, fires: FLOW },
  ],
  SwicFileWaiting: [
    { series: { [OLDEST]: '2000x60', [HELD]: '0x60' }, fires: { instance: 'a', business: 'DEC' } },
    { series: { [OLDEST]: '2000x60', [HELD]: '1x60' }, fires: null },
  ],
  SwicOutcomeUnknown: [
    {
      series: { 'swic_documents_concerning{instance="a", business="DEC", state="unknown"}': '2x60' },
      fires: { instance: 'a', business: 'DEC', state: 'unknown' },
      value: '2',
    },
    { series: { 'swic_documents_concerning{instance="a", business="DEC", state="unknown"}': '0x60' }, fires: null },
  ],
  SwicDocumentsRefused: [
    {
      series: { 'swic_documents_concerning{instance="a", business="DEC", state="rejected"}': '3x60' },
      fires: { instance: 'a', business: 'DEC', state: 'rejected' },
      value: '3',
    },
    { series: { 'swic_documents_concerning{instance="a", business="DEC", state="unknown"}': '3x60' }, fires: null },
  ],
  SwicAnswersOverdue: [
    {
      series: { 'swic_documents_overdue{instance="a", business="DEC"}': '4x60' },
      fires: { instance: 'a', business: 'DEC' },
      value: '4',
    },
    { series: { 'swic_documents_overdue{instance="a", business="DEC"}': '4x60', [WINDOW]: '1x60' }, fires: null },
  ],
  SwicConfirmsSlow: [
    {
      series: {
        'swic_document_confirm_seconds_bucket{instance="a", business="DEC", le="60"}': '0x60',
        'swic_document_confirm_seconds_bucket{instance="a", business="DEC", le="300"}': '0+10x60',
        'swic_document_confirm_seconds_bucket{instance="a", business="DEC", le="+Inf"}': '0+10x60',
      },
      fires: { instance: 'a', business: 'DEC' },
    },
    {
      series: {
        'swic_document_confirm_seconds_bucket{instance="a", business="DEC", le="1"}': '0+10x60',
        'swic_document_confirm_seconds_bucket{instance="a", business="DEC", le="+Inf"}': '0+10x60',
      },
      fires: null,
    },
  ],
  SwicReceiptUnreadable: [
    {
      series: { 'swic_receipt_outcomes_total{instance="a", outcome="unreadable"}': '0x20 1x40' },
      fires: { instance: 'a', outcome: 'unreadable' },
    },
    { series: { 'swic_receipt_outcomes_total{instance="a", outcome="duplicate"}': '0x20 1x40' }, fires: null },
  ],
  SwicSignerAway: [
    { series: { 'swic_signer_ready{instance="a"}': '0x60' }, fires: { instance: 'a' } },
    { series: { 'swic_signer_ready{instance="a"}': '1x60' }, fires: null },
  ],
  SwicCertificateEnding: [
    {
      series: { 'swic_signer_certificate_expiry_timestamp_seconds{instance="a"}': '2000000x100' },
      fires: { instance: 'a' },
      atMinutes: 90,
    },
    {
      series: { 'swic_signer_certificate_expiry_timestamp_seconds{instance="a"}': '3000000x100' },
      fires: null,
      atMinutes: 90,
    },
    {
      series: { 'swic_signer_certificate_expiry_timestamp_seconds{instance="a"}': '0x100' },
      fires: null,
      atMinutes: 90,
    },
  ],
  SwicDiskLow: [
    {
      series: { 'swic_disk_free_bytes{instance="a", path="/data"}': '5e8x60' },
      fires: { instance: 'a', path: '/data' },
    },
    { series: { 'swic_disk_free_bytes{instance="a", path="/data"}': '5e10x60' }, fires: null },
  ],
  SwicLogFailed: [
    { series: { 'swic_log_failed{instance="a"}': '1x60' }, fires: { instance: 'a' } },
    { series: { 'swic_log_failed{instance="a"}': '0x60' }, fires: null },
  ],
  SwicVerifyBroken: [
    { series: { 'swic_verify_breaks{instance="a"}': '5x60' }, fires: { instance: 'a' }, value: '5' },
    { series: { 'swic_verify_breaks{instance="a"}': '0x60' }, fires: null },
  ],
  SwicAlertsDropped: [
    {
      series: { 'swic_alerts_dropped_total{instance="a", channel="ops"}': '0x20 3x40' },
      fires: { instance: 'a', channel: 'ops' },
    },
    { series: { 'swic_alerts_dropped_total{instance="a", channel="ops"}': '3x60' }, fires: null },
  ],
};

const AT_MINUTES = 50;

function promtoolTest({ alert, severity, en, zh, command }: Rule, one: Case): object {
  const filled = (text: string): string =>
    text
      .replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, name: string) => one.fires?.[name] ?? '')
      .replace('{{ $value }}', one.value ?? '');
  const expected = {
    exp_labels: { severity, ...one.fires },
    exp_annotations: { summary: filled(en), summary_zh: filled(zh), command },
  };
  return {
    interval: '1m',
    input_series: Object.entries(one.series).map(([series, values]) => ({ series, values })),
    alert_rule_test: [
      {
        eval_time: `${one.atMinutes ?? AT_MINUTES}m`,
        alertname: alert,
        exp_alerts: one.fires === null ? [] : [expected],
      },
    ],
  };
}

describeWithPromtool('as Prometheus reads it', () => {
  test('names, units and help of all metrics follow the conventions of Prometheus', async () => {
    expect(await promtool(['check', 'metrics'], await allMetrics())).toEqual({ code: 0, said: '' });
  });

  test('the rules are rules', async () => {
    const { code, said } = await promtool(['check', 'rules', RULES_FILE]);
    expect(said).toContain(`${RULES.length} rules found`);
    expect(code).toBe(0);
  });

  test('every rule speaks when it should, and is silent when it should', async () => {
    expect(RULES.map(({ alert }) => alert)).toEqual(Object.keys(CASES));
    const directory = mkdtempSync(path.join(tmpdir(), 'swic-rules-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const file = path.join(directory, 'test.yml');
    const tests = RULES.flatMap((rule) => (CASES[rule.alert] ?? []).map((one) => promtoolTest(rule, one)));
    writeFileSync(file, stringify({ rule_files: [RULES_FILE], evaluation_interval: '1m', tests }));
    const { code, said } = await promtool(['test', 'rules', file]);
    expect(said).toContain('SUCCESS');
    expect(code).toBe(0);
  });
});
