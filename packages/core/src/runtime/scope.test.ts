import { expect, test } from 'vitest';
import { Fault } from '../contract/fault.js';
import { createFailure } from './failure.js';
import { endProcess, Scope } from './scope.js';

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

test('work that was told to stop has not failed', async () => {
  const failures: unknown[] = [];
  await using scope = new Scope(never, (reason) => failures.push(reason));
  scope.spawn(async () => {
    throw new Fault('operation.aborted');
  });
  await scope.settled();
  expect(failures).toEqual([]);
});

test('a resource that cannot be given back keeps no other from it', async () => {
  const order: string[] = [];
  const scope = new Scope(never, endProcess);
  scope.use({ [Symbol.asyncDispose]: async () => void order.push('first') });
  scope.use({
    async [Symbol.asyncDispose]() {
      throw new RangeError('stuck');
    },
  });
  await expect(scope[Symbol.asyncDispose]()).rejects.toThrow('stuck');
  expect(order).toEqual(['first']);
});

test('what was acquired is given back when a later step throws, and that step is what is told', async () => {
  const order: string[] = [];
  const failures: unknown[] = [];
  const opening = Scope.open(
    never,
    (reason) => failures.push(reason),
    async (scope) => {
      scope.use({ [Symbol.asyncDispose]: async () => void order.push('lease') });
      scope.use({
        async [Symbol.asyncDispose]() {
          throw new RangeError('stuck');
        },
      });
      throw new Fault('disk.denied');
    },
  );
  await expect(opening).rejects.toMatchObject({ code: 'disk.denied' });
  expect(order).toEqual(['lease']);
  expect(failures).toEqual([expect.any(RangeError)]);
});

test('of several failures the first one counts, and it is thrown once', () => {
  const failure = createFailure();
  failure.raise(new Fault('operation.aborted'));
  expect(failure.signal.aborted).toBe(false);
  failure.raise(new Fault('ledger.broken'));
  failure.raise(new RangeError('later'));
  expect(failure.signal.aborted).toBe(true);
  expect(() => failure.rethrow()).toThrow('ledger.broken');
  failure.rethrow();
});

test('the scopes of many businesses over one signal are no leak to Node', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on('warning', note);
  const parent = new AbortController();
  const scopes = Array.from({ length: 20 }, () => new Scope(parent.signal, endProcess));
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  await Promise.all(scopes.map((scope) => scope[Symbol.asyncDispose]()));
  expect(warnings).toEqual([]);
});
