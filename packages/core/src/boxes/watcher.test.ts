import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDirectory } from '../../../../test/support/boxes/box-world.js';
import { until } from '../../../../test/support/until.js';
import { openWatcher } from './watcher.js';

interface Heard {
  rings: number;
  readonly roots: string[];
}

const never = new AbortController().signal;

async function listen(
  outBox: string,
  mode: 'native' | 'scan' = 'native',
): Promise<{ readonly heard: Heard; readonly watcher: AsyncDisposable }> {
  const heard: Heard = { rings: 0, roots: [] };
  const watcher = await openWatcher(
    { outBox, mode, ring: () => (heard.rings += 1), onRootChange: (state) => heard.roots.push(state) },
    never,
  );
  return { heard, watcher };
}

/** Rings that belong to what happened before are over when none came for longer than the delay. */
async function quiet(heard: Heard): Promise<void> {
  let [last, turns] = [-1, 0];
  await until('the bell is quiet', () => {
    turns = heard.rings === last ? turns + 1 : 0;
    last = heard.rings;
    return turns > 5;
  });
}

async function ringsAfter(heard: Heard, act: () => void): Promise<void> {
  await quiet(heard);
  const before = heard.rings;
  act();
  await until('the bell rings', () => heard.rings > before);
}

test('a file that appears rings the bell, and a burst of files rings it a few times', async () => {
  using root = makeDirectory();
  const { heard, watcher } = await listen(root.path);
  await using _watcher = watcher;
  await ringsAfter(heard, () => writeFileSync(join(root.path, 'a.xml'), 'x'));
  await ringsAfter(heard, () => renameSync(join(root.path, 'a.xml'), join(root.path, 'b.xml')));
  await quiet(heard);
  const before = heard.rings;
  for (let number = 0; number < 2_000; number += 1) writeFileSync(join(root.path, `${number}.xml`), 'x');
  await until('the bell rings', () => heard.rings > before);
  await quiet(heard);
  expect(heard.rings - before).toBeLessThan(200);
  expect(heard.roots).toEqual([]);
});

test('an OutBox that is removed and made again is watched again', async () => {
  using root = makeDirectory();
  const outBox = join(root.path, 'OutBox');
  mkdirSync(outBox);
  const { heard, watcher } = await listen(outBox);
  await using _watcher = watcher;
  for (let round = 1; round <= 2; round += 1) {
    await ringsAfter(heard, () => rmSync(outBox, { recursive: true }));
    await until('it is missed', () => heard.roots.at(-1) === 'missing');
    await ringsAfter(heard, () => mkdirSync(outBox));
    await until('it is back', () => heard.roots.at(-1) === 'back');
    await ringsAfter(heard, () => writeFileSync(join(outBox, 'a.xml'), 'x'));
  }
  expect(heard.roots).toEqual(['missing', 'back', 'missing', 'back']);
});

test('an OutBox that is exchanged in one instant is watched again', async () => {
  using root = makeDirectory();
  const outBox = join(root.path, 'OutBox');
  mkdirSync(outBox);
  mkdirSync(join(root.path, 'new'));
  const { heard, watcher } = await listen(outBox);
  await using _watcher = watcher;
  await ringsAfter(heard, () => {
    renameSync(outBox, join(root.path, 'old'));
    renameSync(join(root.path, 'new'), outBox);
  });
  await ringsAfter(heard, () => writeFileSync(join(outBox, 'a.xml'), 'x'));
  await quiet(heard);
  const before = heard.rings;
  writeFileSync(join(root.path, 'old', 'b.xml'), 'x');
  await quiet(heard);
  expect(heard.rings).toBe(before);
});

test('an OutBox whose parents are removed and made again is watched again', async () => {
  using root = makeDirectory();
  const outBox = join(root.path, 'boxes', 'Deccus001', 'OutBox');
  const { heard, watcher } = await listen(outBox);
  await using _watcher = watcher;
  expect(heard.roots).toEqual(['missing']);
  for (let round = 0; round < 2; round += 1) {
    await ringsAfter(heard, () => mkdirSync(outBox, { recursive: true }));
    await until('it is back', () => heard.roots.at(-1) === 'back');
    await ringsAfter(heard, () => writeFileSync(join(outBox, 'a.xml'), 'x'));
    await ringsAfter(heard, () => rmSync(join(root.path, 'boxes'), { recursive: true }));
    await until('it is missed', () => heard.roots.at(-1) === 'missing');
  }
});

test('without events only the root is told of', async () => {
  using root = makeDirectory();
  const outBox = join(root.path, 'OutBox');
  mkdirSync(outBox);
  const { heard, watcher } = await listen(outBox, 'scan');
  await using _watcher = watcher;
  writeFileSync(join(outBox, 'a.xml'), 'x');
  rmSync(outBox, { recursive: true });
  await until('it is missed', () => heard.roots.at(-1) === 'missing');
  await quiet(heard);
  expect(heard.rings).toBe(1);
});

test('after the end nothing rings and nothing is held', async () => {
  using root = makeDirectory();
  const { heard, watcher } = await listen(root.path);
  await quiet(heard);
  await watcher[Symbol.asyncDispose]();
  await watcher[Symbol.asyncDispose]();
  const before = heard.rings;
  writeFileSync(join(root.path, 'a.xml'), 'x');
  await quiet(heard);
  expect(heard.rings).toBe(before);
});
