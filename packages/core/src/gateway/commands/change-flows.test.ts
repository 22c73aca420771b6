import { expect, test } from 'vitest';
import { Fault } from '../../contract/fault.js';
import { businessKey } from '../../domain/document.js';
import { FlowGate } from '../../flows/flow-gate.js';
import { systemClock } from '../../runtime/system-clock.js';
import type { BusinessUnit } from '../units/business-unit.js';
import { changeFlows, type FlowsWorld, stopByWord } from './change-flows.js';

const DEC = businessKey('DEC');
const SAS = businessKey('SAS');

/** DEC runs; the boxes of SAS are away. */
function openFlows(): FlowsWorld & { readonly send: FlowGate } {
  const gateOf = (direction: 'send' | 'receive'): FlowGate =>
    new FlowGate({ business: DEC, direction }, true, systemClock, () => undefined);
  const send = gateOf('send');
  const unit = {
    definition: { key: DEC, isReceiveOnly: false },
    sending: { journal: { gate: send } },
    desk: { gate: gateOf('receive') },
  } as unknown as BusinessUnit;
  const held = gateOf('send');
  held.hold(new Fault('disk.missing', { path: 'boxes/Sas/OutBox' }));
  const away = { desk: { business: SAS } as unknown as BusinessUnit['desk'], gates: [held] };
  return { send, units: () => [unit], away: () => [away], onReceiveStarted: () => undefined };
}

const stop = (gate: FlowGate): boolean => gate.stop();

test('a business whose boxes are away is not called unknown when its flow is stopped', async () => {
  const world = openFlows();
  const rejected = changeFlows(world, { business: 'sas', direction: null }, stop);
  await expect(rejected).rejects.toMatchObject({
    code: 'command.failed',
    detail: { business: 'SAS', path: 'boxes/Sas/OutBox', changed: 0 },
  });
  await expect(rejected).rejects.toMatchObject({ detail: { en: expect.stringContaining('are away') as string } });
  expect(world.send.state).not.toBe('stopped');
});

test('all flows are stopped although the boxes of one are away, and the answer names that one', async () => {
  const world = openFlows();
  await expect(changeFlows(world, { business: '*', direction: null }, stop)).rejects.toMatchObject({
    detail: { business: 'SAS', changed: 2 },
  });
  expect(world.send.state).toBe('stopped');
});

test('a business that is not configured is not found, and one that is answers with what changed', async () => {
  const world = openFlows();
  await expect(changeFlows(world, { business: 'XYZ', direction: null }, stop)).rejects.toMatchObject({
    code: 'command.not-found',
  });
  expect(await changeFlows(world, { business: 'DEC', direction: 'send' }, stop)).toEqual({ changed: 1 });
});

test('with a full disk both flows are stopped at once, and that a restart would start them is told', async () => {
  const world = openFlows();
  const full = new Fault('disk.full', { path: 'data/stopped' });
  const stopped = {
    find: () => null,
    all: () => [],
    note: () => Promise.reject(full),
    forget: () => Promise.resolve(),
  };
  const word = (gate: FlowGate) => stopByWord({ stopped, clock: systemClock }, gate, 'li');
  await expect(changeFlows(world, { business: 'DEC', direction: null }, word)).rejects.toBe(full);
  const [unit] = world.units();
  expect([world.send.state, unit?.desk.gate.state]).toEqual(['stopped', 'stopped']);
});
