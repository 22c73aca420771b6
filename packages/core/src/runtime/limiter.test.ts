import { setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Limiter, type Permit } from './limiter.js';

const never = new AbortController().signal;
// Many wait with it at a time, which Node takes for a leak.
setMaxListeners(0, never);

test('never more pieces or bytes are in flight than allowed, except one large piece alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 40 }), async (sizes) => {
      const limiter = new Limiter(4, 20);
      const held: { readonly bytes: number; readonly permit: Permit }[] = [];
      const work = sizes.map(async (bytes) => {
        const permit = await limiter.acquire(bytes, never);
        held.push({ bytes, permit });
        const sum = held.reduce((total, each) => total + each.bytes, 0);
        expect(held.length).toBeLessThanOrEqual(4);
        expect(sum <= 20 || held.length === 1).toBe(true);
        await Promise.resolve();
        held.splice(
          held.findIndex((each) => each.permit === permit),
          1,
        );
        permit.release();
        permit.release();
      });
      await Promise.all(work);
      expect(limiter.inFlight).toBe(0);
    }),
  );
});

test('an aborted waiter gives up its place', async () => {
  const limiter = new Limiter(1, 100);
  const first = await limiter.acquire(1, never);
  const controller = new AbortController();
  const second = limiter.acquire(1, controller.signal);
  const third = limiter.acquire(1, never);
  controller.abort();
  await expect(second).rejects.toMatchObject({ code: 'operation.aborted' });
  first.release();
  (await third).release();
  expect(limiter.inFlight).toBe(0);
});

test('a larger bound takes effect at once', async () => {
  const limiter = new Limiter(1, 100);
  await limiter.acquire(1, never);
  const second = limiter.acquire(1, never);
  limiter.resize(2);
  await second;
  expect(limiter.inFlight).toBe(2);
});
