import { expect, test } from 'vitest';
import type { SwicEvent } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import { businessKey } from '../domain/document.js';
import { systemClock } from '../runtime/system-clock.js';
import { FlowGate } from './flow-gate.js';

const never = new AbortController().signal;

function createGate(isStarted: boolean): { readonly gate: FlowGate; readonly types: string[] } {
  const types: string[] = [];
  const emit = (event: SwicEvent): void => void types.push(event.type);
  return {
    gate: new FlowGate({ business: businessKey('DEC'), direction: 'send' }, isStarted, systemClock, emit),
    types,
  };
}

test('the last of several holders opens the gate, and the operator is told once of each reason', async () => {
  const { gate, types } = createGate(true);
  const first = gate.hold(new Fault('transport.unreachable'));
  const again = gate.hold(new Fault('transport.unreachable'));
  const second = gate.hold(new Fault('disk.full'));
  again();
  expect(gate.fault?.code).toBe('transport.unreachable');
  first();
  first();
  expect(gate.fault?.code).toBe('disk.full');
  const passed = gate.pass(never);
  second();
  await passed;
  expect(types).toEqual(['flow.held', 'flow.held', 'flow.resumed']);
});

test('a hold that a stop ends is not told as resumed, and one that was overcome is', () => {
  const { gate, types } = createGate(true);
  const ending = new AbortController();
  gate.endsWith(ending.signal);
  gate.hold(new Fault('transport.unreachable'))();
  const release = gate.hold(new Fault('transport.unreachable'));
  ending.abort();
  release();
  expect(types).toEqual(['flow.held', 'flow.resumed', 'flow.held']);
});

test('a flow that was stopped while held stays stopped when the hold ends', () => {
  const { gate } = createGate(true);
  const release = gate.hold(new Fault('disk.full'));
  expect(gate.stop()).toBe(true);
  release();
  expect(gate.state).toBe('stopped');
  expect(gate.start()).toBe(true);
  expect(gate.state).toBe('running');
});

test('a flow that was stopped while held for two reasons stays stopped when one ends', () => {
  const { gate } = createGate(true);
  const release = gate.hold(new Fault('disk.full'));
  gate.hold(new Fault('transport.unreachable'));
  gate.stop();
  release();
  expect(gate.state).toBe('stopped');
});

test('a flow that is started while it has a hold is held', () => {
  const { gate, types } = createGate(false);
  const release = gate.hold(new Fault('signer.absent'));
  expect(gate.state).toBe('stopped');
  gate.start();
  expect(gate.state).toBe('held');
  release();
  expect(gate.state).toBe('running');
  expect(types).toEqual(['flow.started', 'flow.held', 'flow.resumed']);
});

test('pausing leaves the state as it is and gives it back', async () => {
  const { gate } = createGate(true);
  gate.setPaused(true);
  expect(gate.state).toBe('paused');
  const passed = gate.pass(never);
  gate.setPaused(false);
  await passed;
  expect(gate.state).toBe('running');
});

test('waiting at a closed gate ends with the signal', async () => {
  const { gate } = createGate(false);
  const controller = new AbortController();
  const passed = gate.pass(controller.signal);
  controller.abort();
  await expect(passed).rejects.toMatchObject({ code: 'operation.aborted' });
});

test('a start that is told after a hold was set says what holds the flow, and one that is stopped says nothing', () => {
  const events: SwicEvent[] = [];
  const flow = { business: businessKey('DEC'), direction: 'send' } as const;
  const gate = new FlowGate(flow, true, systemClock, (event) => void events.push(event));
  gate.hold(new Fault('signer.absent'));
  gate.tellStart();
  expect(events.at(-1)).toMatchObject({ type: 'flow.started', by: null, fault: { code: 'signer.absent' } });
  gate.stop();
  const before = events.length;
  gate.tellStart();
  expect(events).toHaveLength(before);
});
