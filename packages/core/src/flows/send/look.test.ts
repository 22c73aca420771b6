import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { candidateOf, NOTHING, openTakingScene } from '../../../../../test/support/taking.js';
import { Fault } from '../../contract/fault.js';
import { countingUntil, look } from './look.js';

const never = new AbortController().signal;

test('a look tells what waits, and each entry that is never taken', async () => {
  const scene = openTakingScene();
  const news = [{ name: 'list.xls', reason: 'extension' as const }];
  scene.looks.push({ ...NOTHING, settled: [candidateOf('one.xml')], waiting: 3, oldestMs: 7, passedOver: 1, news });
  expect((await look(scene.intake, 5, never)).settled).toHaveLength(1);
  expect(scene.asked).toEqual([5]);
  expect(scene.said).toMatchObject([
    { type: 'outbox.looked', settled: 1, waiting: 3, oldestMs: 7, passedOver: 1, inFlight: 0 },
    { type: 'file.ignored', name: 'list.xls', reason: 'extension' },
  ]);
});

test('an OutBox that is away holds the flow, and is looked at again', async () => {
  const scene = openTakingScene();
  scene.looks.push(
    () => {
      throw new Fault('disk.missing');
    },
    { ...NOTHING, waiting: 1 },
  );
  expect((await look(scene.intake, 5, never)).waiting).toBe(1);
  expect(scene.said.map(({ type }) => type)).toEqual(['flow.held', 'flow.resumed', 'outbox.looked']);
});

test('while there is no session files are counted and none is taken; that ends when there is one', async () => {
  const scene = openTakingScene();
  let open = (): void => undefined;
  const ready = new Promise<void>((resolve) => {
    open = resolve;
  });
  const counting = countingUntil(scene.intake, ready, never);
  while (scene.asked.length === 0) await turn();
  expect(scene.asked).toEqual([0]);
  open();
  await counting;
});

test('what keeps the OutBox from being counted for ever ends the wait', async () => {
  const scene = openTakingScene();
  scene.looks.push(() => {
    throw new Fault('ledger.broken');
  });
  await expect(countingUntil(scene.intake, new Promise(() => undefined), never)).rejects.toThrow('ledger.broken');
});
