import { expect, test } from 'vitest';
import { Station } from './station.js';

test('what arrives while a batch is worked on is the next batch, in order, and each hears of itself', async () => {
  const batches: (readonly number[])[] = [];
  const station = new Station<number, number>(10, async (items) => {
    batches.push(items);
    await new Promise((resolve) => setImmediate(resolve));
    return items.map((item) => item * 2);
  });
  const first = [1, 2].map((item) => station.add(item));
  await new Promise((resolve) => setImmediate(resolve));
  const then = [3, 4, 5].map((item) => station.add(item));
  expect(await Promise.all([...first, ...then])).toEqual([2, 4, 6, 8, 10]);
  expect(batches).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
});

test('a station takes no more than it may, and the rest is the next batch', async () => {
  const sizes: number[] = [];
  const station = new Station<number, null>(2, async (items) => {
    sizes.push(items.length);
    return items.map(() => null);
  });
  await Promise.all([1, 2, 3, 4, 5].map((item) => station.add(item)));
  expect(sizes).toEqual([2, 2, 1]);
});

test('an item whose result is on its way holds up neither its batch nor the next one', async () => {
  let answer: (value: string) => void = () => undefined;
  const station = new Station<number, string>(1, async (items) =>
    items.map((item) => (item === 1 ? new Promise<string>((resolve) => (answer = resolve)) : String(item))),
  );
  const slow = station.add(1);
  expect(await station.add(2)).toBe('2');
  answer('late');
  expect(await slow).toBe('late');
});

test('a batch that failed rejects each of it, and the next one is tried', async () => {
  let calls = 0;
  const station = new Station<number, number>(10, async (items) => {
    calls += 1;
    if (calls === 1) throw new Error('broken');
    return items;
  });
  const failed = await Promise.allSettled([station.add(1), station.add(2)]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await station.add(3)).toBe(3);
});
