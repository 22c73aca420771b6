import { expect, test } from 'vitest';
import { makeAlertMessage as message } from '../../../../../test/support/alerts/alert-message.js';
import { dropOld, EMPTY_QUEUE, enqueue, nextToTry, QUEUE_MAX, QUEUED_MS_MAX, settle } from './queue.js';

const FAULT = { code: 'alert.refused', fate: 'retry', detail: {}, reason: null } as const;

test('a queue that is full drops the oldest and counts it', () => {
  let queue = EMPTY_QUEUE;
  for (let number = 1; number <= QUEUE_MAX + 3; number += 1)
    queue = enqueue(queue, message({ id: `m${number}` }), number);
  expect(queue.waiting).toHaveLength(QUEUE_MAX);
  expect(queue.waiting[0]?.message.id).toBe('m4');
  expect(queue.dropped).toBe(3);
});

test('what waited for a day is dropped and counted', () => {
  const queue = enqueue(enqueue(EMPTY_QUEUE, message({ id: 'old' }), 0), message({ id: 'new' }), 1_000);
  const left = dropOld(queue, QUEUED_MS_MAX);
  expect(left.waiting.map(({ message: { id } }) => id)).toEqual(['new']);
  expect(left.dropped).toBe(1);
});

test('a message that failed is tried again later and later, ten minutes at most, and then counted as delivered', () => {
  let queue = enqueue(EMPTY_QUEUE, message({ id: 'm' }), 0);
  const delays: number[] = [];
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    queue = settle(queue, 'm', { fault: FAULT, nowMs: 0 });
    delays.push((queue.waiting[0]?.nextMs ?? 0) / 1_000);
  }
  expect(delays).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600, 600]);
  queue = settle(queue, 'm', { fault: null, nowMs: 7 });
  expect(queue).toEqual({ waiting: [], delivered: 1, dropped: 0, lastDeliveredMs: 7 });
  expect(settle(queue, 'm', { fault: null, nowMs: 8 })).toBe(queue);
});

test('a message that is refused again and again holds up no other, and a channel that is away is tried with the oldest alone', () => {
  const three = ['a', 'b', 'c', 'd'].reduce((queue, id) => enqueue(queue, message({ id }), 0), EMPTY_QUEUE);
  const id = (queue: typeof three): string | undefined => nextToTry(queue)?.message.id;
  expect(id(EMPTY_QUEUE)).toBeUndefined();
  expect(id(three)).toBe('a');
  const refused = settle(three, 'a', { fault: FAULT, nowMs: 0 });
  expect(id(refused)).toBe('b');
  const again = settle(settle(refused, 'b', { fault: FAULT, nowMs: 1 }), 'c', { fault: FAULT, nowMs: 2 });
  // A third one is not passed by: a channel that refuses all is not asked for each of two hundred.
  expect(id(again)).toBe('a');
  const away = settle(three, 'a', { fault: { ...FAULT, code: 'alert.unreachable' }, nowMs: 0 });
  expect(id(away)).toBe('a');
});
