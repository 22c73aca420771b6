import { expect, test } from 'vitest';
import { Scope } from './scope.js';

const never = new AbortController().signal;

test('the end aborts the work, waits for it, then disposes in reverse order', async () => {
  const order: string[] = [];
  const scope = new Scope(never, () => undefined);
  const resource = (name: string): AsyncDisposable => ({
    async [Symbol.asyncDispose]() {
      order.push(name);
    },
  });
  scope.use(resource('first'));
  scope.use(resource('second'));
  scope.spawn(async (signal) => {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    order.push('work');
  });
  await Promise.all([scope[Symbol.asyncDispose](), scope[Symbol.asyncDispose]()]);
  expect(order).toEqual(['work', 'second', 'first']);
});

test('a failure of background work is handed over at once', async () => {
  const failures: unknown[] = [];
  await using scope = new Scope(never, (reason) => failures.push(reason));
  scope.spawn(async () => {
    throw new RangeError('broken');
  });
  await scope.settled();
  expect(failures).toHaveLength(1);
});
