import { expect, test } from 'vitest';
import { deferred } from './deferred.js';
import { Lane } from './lane.js';

const never = new AbortController().signal;

test('work runs one at a time, in the order asked', async () => {
  const lane = new Lane(10);
  const log: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
  };
  await Promise.all(['a', 'b', 'c'].map((name) => lane.run(work(name), never)));
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(lane.isIdle).toBe(true);
});

test("a failure is its own caller's, the next one runs", async () => {
  const lane = new Lane(10);
  const failing = lane.run(() => Promise.reject(new Error('mine')), never);
  const following = lane.run(async () => 'mine too', never);
  await expect(failing).rejects.toThrow('mine');
  expect(await following).toBe('mine too');
});

test('who leaves is answered at once, and the work that has begun is waited for all the same', async () => {
  const lane = new Lane(10);
  const gate = deferred<void>();
  const leaving = new AbortController();
  const log: string[] = [];
  const begun = lane.run(async () => {
    await gate.promise;
    log.push('first ended');
  }, leaving.signal);
  const next = lane.run(async () => void log.push('second began'), never);
  await Promise.resolve();
  leaving.abort();
  await expect(begun).rejects.toMatchObject({ code: 'operation.aborted' });
  gate.resolve();
  await next;
  expect(log).toEqual(['first ended', 'second began']);
});

test('work whose caller left before its turn never begins', async () => {
  const lane = new Lane(10);
  const gate = deferred<void>();
  const leaving = new AbortController();
  const first = lane.run(() => gate.promise, never);
  let hasBegun = false;
  const second = lane.run(async () => void (hasBegun = true), leaving.signal);
  leaving.abort();
  await expect(second).rejects.toMatchObject({ code: 'operation.aborted' });
  gate.resolve();
  await first;
  await lane.run(async () => undefined, never);
  expect(hasBegun).toBe(false);
});

test('too many waiting is told, not stored', async () => {
  const lane = new Lane(2);
  const gate = deferred<void>();
  const waiting = [lane.run(() => gate.promise, never), lane.run(() => gate.promise, never)];
  await expect(lane.run(() => gate.promise, never)).rejects.toMatchObject({ code: 'signer.busy' });
  gate.resolve();
  await Promise.all(waiting);
});
