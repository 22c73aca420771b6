import { expect, test } from 'vitest';
import { Batcher } from './batcher.js';

test('what arrives while a batch is being worked on forms the next, in order', async () => {
  const batches: number[][] = [];
  const batcher = new Batcher<number>(100, async (items) => {
    batches.push([...items]);
    await new Promise<void>((resolve) => setImmediate(resolve));
  });
  const done = [1, 2, 3].map((item) => batcher.add(item));
  await done[0];
  const more = [4, 5].map((item) => batcher.add(item));
  await Promise.all([...done, ...more]);
  expect(batches.flat()).toEqual([1, 2, 3, 4, 5]);
  expect(batches[0]).toEqual([1, 2, 3]);
});

test('a failed batch fails its own items and not the next', async () => {
  const batcher = new Batcher<number>(1, async ([item]) => {
    if (item === 1) throw new RangeError('one');
  });
  const first = batcher.add(1);
  const second = batcher.add(2);
  await expect(first).rejects.toThrow('one');
  await second;
  await batcher.idle();
});
