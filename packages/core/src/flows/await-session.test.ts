import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SwicEvent } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import { businessKey } from '../domain/document.js';
import type { Session } from '../ports/transport.js';
import { createDeferred, type Deferred } from '../runtime/deferred.js';
import { systemClock } from '../runtime/system-clock.js';
import { SessionGuard } from './await-session.js';
import { FlowGate } from './flow-gate.js';

const forever = new AbortController().signal;
const session = {} as Session;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function createWorld(first: Fault) {
  const events: SwicEvent[] = [];
  const gate = new FlowGate({ business: businessKey('DEC'), direction: 'receive' }, true, systemClock, (event) =>
    events.push(event),
  );
  let next: Deferred<Session> = createDeferred();
  const why = { fault: first };
  const guard = new SessionGuard({ session: () => next.promise, sessionFault: () => why.fault }, () => [gate]);
  return {
    gate,
    guard,
    why,
    told: () => events.map((event) => (event.type === 'flow.held' ? event.fault.code : event.type)),
    async misses(ms: number): Promise<void> {
      next = createDeferred();
      const waited = guard.next(forever);
      vi.advanceTimersByTime(ms);
      next.resolve(session);
      await waited;
    },
  };
}

test('a queue that refuses us on each new connection holds receiving without a break, so that it can become an alert', async () => {
  const world = createWorld(new Fault('transport.queue-in-use'));
  await world.misses(1_000);
  expect(world.gate.state).toBe('held');

  // Connected, refused, and away for longer; once more.
  await world.misses(5_000);
  await world.misses(30_000);

  expect(world.gate.state).toBe('held');
  expect(world.told()).toEqual(['transport.queue-in-use']);
  world.guard.serves();
  expect(world.told()).toEqual(['transport.queue-in-use', 'flow.resumed']);
});

test('another reason in between is told, and the flow stays held', async () => {
  const world = createWorld(new Fault('transport.queue-in-use'));
  await world.misses(1_000);
  world.why.fault = new Fault('transport.unreachable');
  await world.misses(1_000);
  expect(world.told()).toEqual(['transport.queue-in-use', 'transport.unreachable']);
});

test('a session that is missing for a moment holds nothing', async () => {
  const world = createWorld(new Fault('transport.unreachable'));
  await world.misses(999);
  expect(world.told()).toEqual([]);
});
