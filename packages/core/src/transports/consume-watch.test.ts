import { expect, test } from 'vitest';
import { createNapClock } from '../../../../test/support/nap-clock.js';
import type { SwicEvent } from '../contract/events.js';
import type { Fault } from '../contract/fault.js';
import type { ReceiveOptions, Session } from '../ports/transport.js';
import { createDeferred } from '../runtime/deferred.js';
import { ConsumeWatch } from './consume-watch.js';

const forever = new AbortController().signal;

/** A broker that accepts a consumer when the test says so, and a clock whose naps the test counts out. */
function createWorld() {
  const events: SwicEvent[] = [];
  const asked: ReceiveOptions[] = [];
  const ended = createDeferred<Fault | null>();
  const { clock, pass } = createNapClock();
  const session: Session = {
    ended: ended.promise,
    onBlocked: () => undefined,
    onShared: () => undefined,
    send: () => [],
    receive: (_queue, options) => {
      asked.push(options);
      return (async function* () {})();
    },
    async [Symbol.asyncDispose]() {},
  };
  const watch = new ConsumeWatch(clock, (event) => events.push(event));
  void watch.run(forever);
  return {
    events,
    asked,
    ended,
    session: watch.over(session),
    pass,
  };
}

test('a consumer that is accepted at once is not told of', async () => {
  const world = createWorld();
  world.session.receive('SW.RECV', { prefetch: 1 }, forever);
  world.asked[0]?.onConsuming?.();
  await world.pass(30);
  expect(world.events).toEqual([]);
});

test('connected without a consumer is told of after five seconds, once, and so is its end', async () => {
  const world = createWorld();
  world.session.receive('SW.RECV', { prefetch: 1 }, forever);
  await world.pass(4);
  expect(world.events).toEqual([]);
  await world.pass(10);
  expect(world.events).toEqual([{ type: 'transport.not-consuming', queue: 'SW.RECV', sinceMs: 1_000_000 }]);
  world.asked[0]?.onConsuming?.();
  expect(world.events.at(-1)).toMatchObject({ type: 'transport.consuming', queue: 'SW.RECV' });
});

test('a stop and the end of the session end the wait', async () => {
  for (const isStop of [true, false]) {
    const world = createWorld();
    const stop = new AbortController();
    world.session.receive('SW.RECV', { prefetch: 1 }, stop.signal);
    if (isStop) stop.abort();
    else world.ended.resolve(null);
    await world.pass(30);
    expect(world.events).toEqual([]);
  }
});

test('who asked hears of the accepted consumer too', () => {
  const world = createWorld();
  let isTold = false;
  const onConsuming = (): void => {
    isTold = true;
  };
  world.session.receive('SW.RECV', { prefetch: 1, onConsuming }, forever);
  world.asked[0]?.onConsuming?.();
  expect(isTold).toBe(true);
});
