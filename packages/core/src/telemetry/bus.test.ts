import { expect, test } from 'vitest';
import { TestClock } from '../../../../test/support/telemetry/test-clock.js';
import type { StampedEvent, SwicEvent } from '../contract/events.js';
import { createBus } from './bus.js';

const paused = { type: 'gateway.paused' } as const;
const resumed = { type: 'gateway.resumed' } as const;

test('events get a running number and the time, and reach every reader in order', () => {
  const bus = createBus(new TestClock(1_000));
  const seen: StampedEvent[][] = [[], []];
  bus.addReader((event) => seen[0]?.push(event));
  const end = bus.addReader((event) => seen[1]?.push(event));
  bus.emit(paused);
  end();
  bus.emit(resumed);
  expect(seen[0]).toEqual([
    { seq: 1, atMs: 1_000, event: paused },
    { seq: 2, atMs: 1_000, event: resumed },
  ]);
  expect(seen[1]).toHaveLength(1);
});

test('a reader that fails hurts neither the emitter nor the other readers, and its failures are counted', () => {
  const bus = createBus(new TestClock(0));
  const seen: number[] = [];
  const broken = new Error('broken reader');
  bus.addReader(() => {
    throw broken;
  });
  bus.addReader(({ seq }) => seen.push(seq));
  bus.emit(paused);
  bus.emit(resumed);
  expect(seen).toEqual([1, 2, 3]);
  expect(bus.failures()).toEqual([{ count: 3, firstReason: broken }]);
});

test('a reader that fails is told by name, at powers of ten', () => {
  const bus = createBus(new TestClock(0));
  const told: SwicEvent[] = [];
  bus.addReader(() => {
    throw new RangeError('broken');
  }, 'metrics');
  bus.addReader(({ event }) => event.type === 'reader.failed' && told.push(event));
  for (let count = 0; count < 50; count += 1) bus.emit(paused);
  expect(told).toMatchObject([
    { reader: 'metrics', count: 1, fault: { reason: 'broken' } },
    { reader: 'metrics', count: 10 },
  ]);
});

test('a reader that emits does not change the order in which the others see events', () => {
  const bus = createBus(new TestClock(0));
  const seen: number[] = [];
  bus.addReader(({ event }) => {
    if (event.type === 'gateway.paused') bus.emit(resumed);
  });
  bus.addReader(({ seq }) => seen.push(seq));
  bus.emit(paused);
  bus.emit(paused);
  expect(seen).toEqual([1, 2, 3, 4]);
});

test('who comes late gets the last 1,000 events, or those after the number it knows', () => {
  const bus = createBus(new TestClock(0));
  expect(bus.backlog(null)).toEqual([]);
  for (let count = 0; count < 2_500; count += 1) bus.emit(paused);
  expect(bus.backlog(null).map(({ seq }) => seq)).toEqual(Array.from({ length: 1_000 }, (_, at) => 1_501 + at));
  expect(bus.backlog(2_497).map(({ seq }) => seq)).toEqual([2_498, 2_499, 2_500]);
  expect(bus.backlog(3).at(0)?.seq).toBe(1_501);
  expect(bus.backlog(2_500)).toEqual([]);
});
