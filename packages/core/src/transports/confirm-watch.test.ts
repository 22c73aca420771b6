import { expect, test } from 'vitest';
import { createNapClock } from '../../../../test/support/nap-clock.js';
import type { SwicEvent } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import { sendOne } from '../ports/array-of-one.js';
import type { SendOutcome, Session } from '../ports/transport.js';
import { createDeferred, type Deferred } from '../runtime/deferred.js';
import { ConfirmWatch } from './confirm-watch.js';

const forever = new AbortController().signal;
const message = {
  id: '1',
  type: '',
  contentType: 'application/xml',
  headers: {},
  sentAtMs: null,
  body: Buffer.of(),
} as const;

/** A broker that answers when the test says so, and a clock whose naps the test counts out. */
function createWorld() {
  const events: SwicEvent[] = [];
  const answers: Deferred<SendOutcome>[] = [];
  const blocked: ((reason: string | null) => void)[] = [];
  const ended = createDeferred<Fault | null>();
  const { clock, pass } = createNapClock();
  const session: Session = {
    ended: ended.promise,
    onBlocked: (listener) => blocked.push(listener),
    onShared: () => undefined,
    send: () => {
      const answer = createDeferred<SendOutcome>();
      answers.push(answer);
      return [answer.promise];
    },
    async *receive() {},
    async [Symbol.asyncDispose]() {},
  };
  const watch = new ConfirmWatch(clock, (event) => events.push(event));
  void watch.run(forever);
  return {
    events,
    answers,
    session: watch.over(session),
    isOne: () => watch.over(session) === watch.over(session),
    block: (reason: string | null) => blocked.forEach((listener) => listener(reason)),
    pass,
  };
}

test('a confirm that is quick is not told of', async () => {
  const world = createWorld();
  const sending = sendOne(world.session, 'Q', message, forever);
  await world.pass(4);
  world.answers[0]?.resolve(null);
  await sending;
  await world.pass(20);
  expect(world.events).toEqual([]);
  expect(world.isOne()).toBe(true);
});

test('messages without a confirm are told of with their number and since when, and so is the end of it', async () => {
  const world = createWorld();
  const sendings = [1, 2].map(() => sendOne(world.session, 'Q', message, forever));
  await world.pass(5);
  expect(world.events).toEqual([{ type: 'transport.unconfirmed', messages: 2, sinceMs: 1_000_000 }]);
  sendings.push(sendOne(world.session, 'Q', message, forever));
  await world.pass(3);
  expect(world.events.at(-1)).toEqual({ type: 'transport.unconfirmed', messages: 3, sinceMs: 1_000_000 });
  expect(world.events).toHaveLength(2);
  for (const { resolve } of world.answers) resolve(null);
  await Promise.all(sendings);
  expect(world.events.slice(2)).toEqual([{ type: 'transport.confirmed', waitedMs: 8_000 }]);
});

test('a session that ends over them is an end of the waiting too', async () => {
  const world = createWorld();
  const sending = sendOne(world.session, 'Q', message, forever);
  await world.pass(6);
  world.answers[0]?.resolve(new Fault('transport.outcome-unknown'));
  await expect(sending).rejects.toMatchObject({ code: 'transport.outcome-unknown' });
  expect(world.events.map(({ type }) => type)).toEqual(['transport.unconfirmed', 'transport.confirmed']);
});

test('a broker that blocks is told of as such, and confirms count from the end of it', async () => {
  const world = createWorld();
  void sendOne(world.session, 'Q', message, forever);
  world.block('memory alarm');
  await world.pass(60);
  expect(world.events).toEqual([]);
  world.block(null);
  await world.pass(5);
  expect(world.events).toMatchObject([{ type: 'transport.unconfirmed', messages: 1 }]);
});
