import { expect, test } from 'vitest';
import { ATTEMPT_HEADER, type Message } from '../domain/message.js';
import type { Delivery, Session } from '../ports/transport.js';
import { Arrivals } from './arrivals.js';

function delivery(id: string, attempt: string | null, isRedelivered: boolean): Delivery {
  const headers: Message['headers'] = attempt === null ? {} : { [ATTEMPT_HEADER]: attempt };
  const message: Message = {
    ...{ id, headers, type: '', contentType: 'application/xml', sentAtMs: null },
    body: new Uint8Array(),
  };
  const settle = (): Promise<void> => Promise.resolve();
  return { message, isRedelivered, deliveryCount: null, accept: async () => true, release: settle, refuse: settle };
}

/** A session that receives these. */
function sessionWith(deliveries: readonly Delivery[]): Session {
  return {
    ended: new Promise(() => undefined),
    onBlocked: () => undefined,
    onShared: () => undefined,
    send: () => [],
    async *receive() {
      yield* deliveries;
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function arrivedOf(deliveries: readonly Delivery[]): Promise<readonly (readonly [string, string | null])[]> {
  const heard: string[] = [];
  const arrivals = new Arrivals(({ id }) => heard.push(id));
  const session = arrivals.over(sessionWith(deliveries));
  const passed: Delivery[] = [];
  for await (const one of session.receive('queue', { prefetch: 1 }, new AbortController().signal)) passed.push(one);
  // The platform gets all of them, whatever is noted.
  expect(passed).toEqual(deliveries);
  expect(heard).toEqual(arrivals.all.map(({ messageId }) => messageId));
  return arrivals.all.map(({ messageId, attempt }) => [messageId, attempt]);
}

test('a second sending is noted with its mark, and without one', async () => {
  const sent = [delivery('M1', null, false), delivery('M1', '2', false), delivery('M1', null, false)];
  expect(await arrivedOf(sent)).toEqual([
    ['M1', null],
    ['M1', '2'],
    ['M1', null],
  ]);
});

test('a redelivery of the broker is no second sending, unless it is the first that is seen of it', async () => {
  const sent = [delivery('M1', null, false), delivery('M1', null, true), delivery('M2', null, true)];
  expect(await arrivedOf(sent)).toEqual([
    ['M1', null],
    ['M2', null],
  ]);
});
