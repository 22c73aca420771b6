import { expect, test } from 'vitest';
import { accepted, candidateOf, openTakingScene } from '../../../../../test/support/taking.js';
import { Fault } from '../../contract/fault.js';
import { judge, putOff } from './check.js';

const ONE = candidateOf('one.xml');
const { inspection } = accepted(ONE);
const incomplete = {
  outcome: 'incomplete' as const,
  fault: new Fault('document.not-well-formed').toRecord(),
  inspection,
};

test('what the checks accept is sent, and what they reject goes on with its fault', async () => {
  const { intake, outBox } = openTakingScene();
  expect(await judge(intake, ONE, accepted(ONE))).toEqual({ candidate: ONE, inspection, fault: null });
  const fault = new Fault('document.not-well-formed').toRecord();
  const rejected = await judge(intake, ONE, { outcome: 'rejected', fault, inspection });
  expect(rejected?.fault?.code).toBe('document.not-well-formed');
  expect(outBox).toEqual([]);
});

test('a file that its writer is still at waits; one that was still for long is refused for what is wrong with it', async () => {
  const scene = openTakingScene({ policy: { incompleteGraceMs: 1_000 } });
  expect(await judge(scene.intake, ONE, incomplete)).toBeNull();
  expect(scene.outBox).toEqual(['one.xml document.incomplete 500']);
  scene.stillForMs = 1_000;
  expect((await judge(scene.intake, ONE, incomplete))?.fault?.code).toBe('document.not-well-formed');
});

test('a file that could not be read waits a second, and one that is gone is forgotten', async () => {
  const { intake, outBox, said } = openTakingScene();
  for (const code of ['disk.denied', 'document.vanished'] as const)
    expect(await judge(intake, ONE, { outcome: 'failed', fault: new Fault(code).toRecord() })).toBeNull();
  expect(outBox).toEqual(['one.xml disk.denied 1000', 'one.xml forgotten']);
  expect(said).toMatchObject([{ type: 'document.put-off', name: 'one.xml' }]);
});

test.each([
  { policy: 'off' as const, isSent: true, types: [] },
  { policy: 'warn' as const, isSent: true, types: ['document.repeated'] },
  { policy: 'hold' as const, isSent: false, types: ['document.repeated', 'document.put-off'] },
])('what was sent before, with duplicates $policy: sent $isSent', async ({ policy, isSent, types }) => {
  const scene = openTakingScene({ policy: { onDuplicate: policy } });
  scene.twin = { name: 'first.xml', atMs: 5 };
  expect((await judge(scene.intake, ONE, accepted(ONE))) !== null).toBe(isSent);
  expect(scene.said.map(({ type }) => type)).toEqual(types);
});

test('what a person sends again is no duplicate', async () => {
  const scene = openTakingScene({ policy: { onDuplicate: 'hold' } });
  scene.twin = { name: 'first.xml', atMs: 5 };
  Object.assign(scene.sending.sender.origins, { has: () => true });
  expect(await judge(scene.intake, ONE, accepted(ONE))).not.toBeNull();
});

test('a file that was changed under our hands is looked at soon, a repeated one seldom', () => {
  const { sending, outBox } = openTakingScene();
  for (const code of ['document.changed', 'document.duplicate'] as const) putOff(sending, ONE, new Fault(code));
  expect(outBox).toEqual(['one.xml document.changed 500', 'one.xml document.duplicate 10000']);
});
