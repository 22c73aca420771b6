import { expect, test } from 'vitest';
import { type KillOrder, killAt } from './kill-at.js';

/** In place of the end of the process: nothing runs behind it. */
const END = new Error('ended');

/** Hands five members over in batches of two, until the end; returns what was done. */
async function doneUntilEnd(order: Omit<KillOrder, 'port' | 'method'>): Promise<readonly number[]> {
  const done: number[] = [];
  const port = {
    claim: (members: readonly number[]) => members.map((member) => Promise.resolve(done.push(member))),
    other: () => done.length,
  };
  const decorate = killAt({ port: 'boxes', method: 'claim', ...order }, () => {
    throw END;
  });
  const decorated = decorate('boxes', port);
  expect(decorate('ledger', port)).toBe(port);
  expect(decorated.other()).toBe(0);
  const work = async (): Promise<void> => {
    for (const batch of [[1, 2], [3, 4], [5]]) await Promise.all(await decorated.claim(batch));
  };
  await expect(work()).rejects.toBe(END);
  return done;
}

test('inside of a batch those before the member are done, with it where the order is after it, and none behind it', async () => {
  expect(await doneUntilEnd({ side: 'before', nth: 1 })).toEqual([]);
  expect(await doneUntilEnd({ side: 'after', nth: 1 })).toEqual([1]);
  expect(await doneUntilEnd({ side: 'before', nth: 4 })).toEqual([1, 2, 3]);
  expect(await doneUntilEnd({ side: 'after', nth: 4 })).toEqual([1, 2, 3, 4]);
});
