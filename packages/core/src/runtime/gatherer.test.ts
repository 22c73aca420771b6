import { expect, test } from 'vitest';
import { Gatherer } from './gatherer.js';

const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what is added within one turn is handed on together, in order, and no more of it at a time than asked for', async () => {
  const taken: (readonly number[])[] = [];
  const gatherer = new Gatherer<number>(2, (items) => void taken.push(items));
  for (const item of [1, 2, 3]) gatherer.add(item);
  expect(taken).toEqual([]);
  await endOfTurn();
  expect(taken).toEqual([[1, 2], [3]]);
});

test('what is added while the items of a turn are handed on waits for the end of the next turn', async () => {
  const taken: (readonly number[])[] = [];
  const gatherer: Gatherer<number> = new Gatherer(8, (items) => {
    taken.push(items);
    if (items[0] === 1) gatherer.add(2);
  });
  gatherer.add(1);
  await endOfTurn();
  await endOfTurn();
  expect(taken).toEqual([[1], [2]]);
});
