import { expect, test } from 'vitest';
import { ALL_SAMPLES, SAMPLES } from '../../../../test/support/telemetry/sample-events.js';
import { metricRowOf } from './metric-table.js';
import { createMetrics } from './metrics.js';

async function linesOf(events: readonly (typeof ALL_SAMPLES)[number][]): Promise<readonly string[]> {
  const metrics = createMetrics();
  for (const [at, event] of events.entries()) metrics.read({ seq: at + 1, atMs: 1_795_399_260_000, event });
  return (await metrics.text()).split('\n');
}

test('documents are counted by business and outcome, with durations in seconds', async () => {
  const lines = await linesOf([
    SAMPLES['document.sent'],
    SAMPLES['document.sent'],
    SAMPLES['document.filed'],
    SAMPLES['document.rejected'],
  ]);
  expect(lines).toContain('swic_documents_total{business="DEC",outcome="sent"} 2');
  expect(lines).toContain('swic_documents_total{business="DEC",outcome="filed"} 1');
  expect(lines).toContain('swic_documents_total{business="DEC",outcome="rejected"} 1');
  expect(lines).toContain('swic_document_bytes_total{business="DEC"} 8192');
  expect(lines).toContain('swic_document_send_seconds_sum{business="DEC"} 0.006');
  expect(lines).toContain('swic_document_total_seconds_bucket{le="0.5",business="DEC"} 0');
  expect(lines).toContain('swic_document_total_seconds_bucket{le="0.75",business="DEC"} 1');
  expect(lines).toContain('swic_faults_total{code="document.not-well-formed"} 1');
});

test('states go up and down again', async () => {
  const held = await linesOf([
    SAMPLES['transport.opened'],
    SAMPLES['flow.held'],
    SAMPLES['gateway.paused'],
    SAMPLES['outbox.looked'],
  ]);
  expect(held).toContain('swic_transport_open{direction="send"} 1');
  expect(held).toContain('swic_flow_held{business="DEC",direction="send"} 1');
  expect(held).toContain('swic_paused 1');
  expect(held).toContain('swic_outbox_waiting{business="DEC"} 1200');
  expect(held).toContain('swic_outbox_oldest_seconds{business="DEC"} 60');
  const over = await linesOf([
    SAMPLES['transport.opened'],
    SAMPLES['transport.ended'],
    SAMPLES['flow.held'],
    SAMPLES['flow.resumed'],
  ]);
  expect(over).toContain('swic_transport_open{direction="send"} 0');
  expect(over).toContain('swic_flow_held{business="DEC",direction="send"} 0');
});

test('every event is taken, and a row names the numbers that it changes', async () => {
  const changed = await linesOf(ALL_SAMPLES);
  for (const event of ALL_SAMPLES) {
    for (const name of metricRowOf(event.type)?.metrics ?? [])
      expect(
        changed.some((line) => line.startsWith(`# HELP ${name} `)),
        name,
      ).toBe(true);
  }
});

test('two agents in one process do not share numbers', async () => {
  const one = createMetrics();
  const other = createMetrics();
  one.read({ seq: 1, atMs: 0, event: SAMPLES['document.filed'] });
  expect(await other.text()).not.toContain('outcome="filed"');
});
