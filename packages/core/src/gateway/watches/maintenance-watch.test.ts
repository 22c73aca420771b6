import { expect, test } from 'vitest';
import type { SwicEvent } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import type { MaintenancePlan, MaintenanceWindow } from '../../domain/maintenance/plan.js';
import { NO_MAINTENANCE } from '../../domain/maintenance/plan.js';
import { FlowGate } from '../../flows/flow-gate.js';
import { systemClock } from '../../runtime/system-clock.js';
import { MaintenanceWatch } from './maintenance-watch.js';

const HOUR_MS = 3_600_000;
const WINDOW: MaintenanceWindow = { name: 'W', stopsSending: true, fromMs: HOUR_MS, toMs: 2 * HOUR_MS };

function open(first: MaintenancePlan = { weekly: [], dated: [WINDOW] }) {
  let [nowMs, plan] = [0, first];
  const events: SwicEvent[] = [];
  const emit = (event: SwicEvent): void => void events.push(event);
  const clock = { ...systemClock, nowMs: () => nowMs };
  const gate = (direction: 'send' | 'receive'): FlowGate =>
    new FlowGate({ business: 'DEC' as never, direction }, true, clock, emit);
  const gates = [gate('send'), gate('receive')] as const;
  const watch = new MaintenanceWatch({ plan: () => plan, gates: () => gates, clock, emit });
  const lookAt = (hours: number, next: MaintenancePlan = plan): readonly string[] => {
    [nowMs, plan] = [hours * HOUR_MS, next];
    events.length = 0;
    watch.look();
    return events.map(({ type }) => type).filter((type) => type !== 'maintenance.planned');
  };
  return { gates, watch, lookAt, events };
}

test('sending is held from the beginning to the end of a window, and receiving is not', () => {
  const { gates, lookAt } = open();
  const states = (): readonly string[] => gates.map(({ state }) => state);
  expect([lookAt(0), states()]).toEqual([[], ['running', 'running']]);
  expect([lookAt(1), states()]).toEqual([
    ['maintenance.began', 'flow.held'],
    ['held', 'running'],
  ]);
  expect(lookAt(1.5)).toEqual([]);
  expect([lookAt(2), states()]).toEqual([
    ['maintenance.ended', 'flow.resumed'],
    ['running', 'running'],
  ]);
});

test('a window that only keeps trouble quiet holds nothing', () => {
  const { gates, lookAt } = open({ weekly: [], dated: [{ ...WINDOW, stopsSending: false }] });
  expect(lookAt(1)).toEqual(['maintenance.began']);
  expect(gates[0].state).toBe('running');
});

test('a window that is taken out of the configuration ends at once', () => {
  const { gates, lookAt } = open();
  lookAt(1);
  expect(lookAt(1.1, NO_MAINTENANCE)).toEqual(['maintenance.ended', 'flow.resumed']);
  expect(gates[0].state).toBe('running');
});

test('a broker that is away at the end of a window goes on holding what it holds, and is named then', () => {
  const { gates, lookAt, events } = open();
  lookAt(1);
  const release = gates[0].hold(new Fault('transport.unreachable'));
  expect(gates[0].fault?.code).toBe('maintenance.planned');
  expect(lookAt(2)).toEqual(['maintenance.ended', 'flow.held']);
  expect(events.find(({ type }) => type === 'flow.held')).toMatchObject({ fault: { code: 'transport.unreachable' } });
  release();
  expect(gates[0].state).toBe('running');
});

test('a stop in the middle of a window waits for nothing', async () => {
  const { gates, watch, lookAt } = open();
  lookAt(1);
  const stop = new AbortController();
  const running = watch.run(stop.signal).catch(() => undefined);
  expect(gates[0].state).toBe('held');
  stop.abort();
  await running;
  expect(gates[0].fault).toBeNull();
});

test('a start in the middle of a window says so, and what comes next', () => {
  const later = { ...WINDOW, name: 'X', fromMs: 9 * HOUR_MS, toMs: 10 * HOUR_MS };
  const { lookAt, events } = open({ weekly: [], dated: [WINDOW, later] });
  expect(lookAt(1.5)).toEqual(['maintenance.began', 'flow.held']);
  expect(events.at(-1)).toEqual({ type: 'maintenance.planned', next: later, last: null });
});
