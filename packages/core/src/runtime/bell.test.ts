import { expect, test } from 'vitest';
import { Bell } from './bell.js';

const never = new AbortController().signal;

test('a ring that comes before the wait is not slept through', async () => {
  const bell = new Bell();
  bell.ring();
  bell.ring();
  expect(await bell.wait(10_000, never)).toBe(true);
  expect(await bell.wait(1, never)).toBe(false);
});

test('a ring wakes the waiter, and so does an abort', async () => {
  const bell = new Bell();
  const rung = bell.wait(10_000, never);
  bell.ring();
  expect(await rung).toBe(true);
  const controller = new AbortController();
  const aborted = bell.wait(10_000, controller.signal);
  controller.abort();
  expect(await aborted).toBe(false);
});
