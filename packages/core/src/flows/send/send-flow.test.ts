import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import {
  accepted,
  candidateOf,
  NOTHING,
  openTakingScene,
  type TakingScene,
} from '../../../../../test/support/taking.js';
import { Fault } from '../../contract/fault.js';
import { runSendFlow } from './send-flow.js';

const never = new AbortController().signal;

/** Runs it until this holds, then tells it to end. */
async function runUntil(scene: TakingScene, isDone: () => boolean): Promise<void> {
  const taking = new AbortController();
  const running = runSendFlow(scene.intake, taking.signal, never);
  while (!isDone()) await turn();
  taking.abort();
  await running.catch((reason: unknown) => {
    if (Fault.from(reason, 'internal.unexpected').code !== 'operation.aborted') throw reason;
  });
}

const settled = (...names: readonly string[]): typeof NOTHING => ({ ...NOTHING, settled: names.map(candidateOf) });
const isForgotten = ({ outBox }: TakingScene, name: string): boolean => outBox.includes(`${name} forgotten`);

test('what a look finds is checked together, sent, and forgotten', async () => {
  const scene = openTakingScene();
  scene.looks.push(settled('one.xml', 'two.xml'));
  await runUntil(scene, () => isForgotten(scene, 'one.xml') && isForgotten(scene, 'two.xml'));
  expect(scene.checked).toEqual([['one.xml', 'two.xml']]);
  expect(scene.acts.filter((act) => act === 'file SentBox')).toHaveLength(2);
  expect(scene.intake.limiter.inFlight).toBe(0);
});

test('no more documents are in flight than the business allows, and the others follow', async () => {
  const scene = openTakingScene({ piecesMax: 1 });
  scene.looks.push(settled('one.xml', 'two.xml', 'three.xml'));
  await runUntil(scene, () => isForgotten(scene, 'three.xml'));
  expect(scene.checked).toEqual([['one.xml'], ['two.xml'], ['three.xml']]);
});

test('nothing is looked for to be taken while there is no session', async () => {
  const scene = openTakingScene({ waitsFrom: { session: 1 } });
  scene.looks.push(settled(), settled('one.xml'));
  await runUntil(scene, () => scene.asked.length > 0);
  expect(scene.asked).toEqual([0]);
  expect(scene.checked).toEqual([]);
});

test('a file that cannot be claimed stays in OutBox, and the next one is sent', async () => {
  const scene = openTakingScene();
  scene.fail('claim', new Fault('document.changed'));
  scene.looks.push(settled('one.xml', 'two.xml'));
  await runUntil(scene, () => isForgotten(scene, 'two.xml'));
  expect(scene.outBox).toContain('one.xml document.changed 500');
  expect(isForgotten(scene, 'one.xml')).toBe(false);
});

test('while the ledger cannot say what was sent before, files wait for it', async () => {
  const scene = openTakingScene({ policy: { onAmendment: 'warn' } });
  const { inspection, ...rest } = accepted(candidateOf('one.xml'));
  scene.results.set('one.xml', {
    ...rest,
    inspection: { ...inspection, keys: [{ name: 'clientSeqNo', value: 'A1' }] },
  });
  let asked = 0;
  Object.defineProperty(scene, 'same', {
    get: () => {
      asked += 1;
      if (asked === 1) throw new Fault('ledger.write-failed');
      return [];
    },
  });
  scene.looks.push(settled('one.xml'));
  await runUntil(scene, () => isForgotten(scene, 'one.xml'));
  expect(scene.said.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['flow.held', 'flow.resumed', 'document.filed']),
  );
});

test('a fault that halts ends the flow with it', async () => {
  const scene = openTakingScene();
  scene.looks.push(settled('one.xml'));
  scene.fail('write', new Fault('ledger.broken'));
  await expect(runSendFlow(scene.intake, never, never)).rejects.toThrow('ledger.broken');
});
