import { expect, test } from 'vitest';
import type { StampedEvent, SwicEvent } from '../../contract/events.js';
import type { BusinessKey, DocumentId } from '../../domain/document.js';
import { LineCollector } from './watch.js';

const business = 'DEC' as BusinessKey;
const stamp = (seq: number, event: SwicEvent): StampedEvent => ({ seq, atMs: 1_000 + seq, event });
const filed = (seq: number): StampedEvent =>
  stamp(seq, {
    type: 'document.filed',
    document: String(seq).padStart(22, '0') as DocumentId,
    business,
    name: `${seq}.xml`,
    path: `20261123/${seq}.xml`,
    totalMs: 5,
  });
const trouble = (seq: number): StampedEvent =>
  stamp(seq, {
    type: 'transport.ended',
    direction: 'send',
    fault: { code: 'transport.closed', fate: 'hold', detail: {}, reason: null },
  });

test('of thousands of routine lines the newest few are put into words, and the rest is counted', () => {
  const collector = new LineCollector('info', 5);
  for (let seq = 1; seq <= 2_000; seq += 1) collector.add(filed(seq));
  const taken = collector.take();
  expect(taken?.lines.map(({ seq }) => seq)).toEqual([1_996, 1_997, 1_998, 1_999, 2_000]);
  expect(taken?.skipped).toBe(1_995);
  expect(taken?.lines[0]).toMatchObject({ business: 'DEC', level: 'info', type: 'document.filed' });
  expect(collector.take()).toBeNull();
});

test('what goes wrong is not pushed out by what goes well', () => {
  const collector = new LineCollector('info', 3);
  collector.add(trouble(1));
  for (let seq = 2; seq <= 100; seq += 1) collector.add(filed(seq));
  expect(collector.take()?.lines.map(({ seq }) => seq)).toEqual([1, 99, 100]);
});

test('lines under the level asked for are neither shown nor counted', () => {
  const collector = new LineCollector('warn', 3);
  collector.add(filed(1));
  expect(collector.take()).toBeNull();
  collector.add(trouble(2));
  expect(collector.take()).toMatchObject({ skipped: 0, lines: [{ seq: 2 }] });
});
