import { describe, expect, test } from 'vitest';
import type { SwicEvent } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';
import type { Session, Transport } from '../ports/transport.js';
import { SessionEnd } from './session-end.js';
import { createSupervisor, RECONNECT_BACKOFF, type Supervisor } from './supervisor.js';

const forever = new AbortController().signal;

describe('the supervisor', () => {
  test('opens a session and gives it to the callers that waited for one', async () => {
    const world = createWorld([{}]);
    const waiting = world.supervisor.session(forever);
    await world.during(async () => {
      expect(await waiting).toBe(world.sessions[0]);
      expect(await world.supervisor.session(forever)).toBe(world.sessions[0]);
      expect(world.supervisor.state()).toMatchObject({ kind: 'embedded', state: 'open', fault: null });
    });
    expect(world.types()).toEqual(['transport.opening', 'transport.opened', 'transport.ended']);
  });

  test('waits longer from try to try, bounded, and says how long and why', async () => {
    const failures = Array.from({ length: 8 }, () => ({ opens: new Fault('transport.unreachable') }));
    const world = createWorld([...failures, {}]);
    await world.during(() => world.supervisor.session(forever));
    const retries = world.events.flatMap((event) => (event.type === 'transport.retrying' ? [event] : []));
    // With a random of a half: half-way between the base and three times the wait before.
    expect(retries.map(({ delayMs }) => delayMs)).toEqual([500, 1_000, 1_750, 2_875, 4_563, 7_095, 10_893, 15_250]);
    expect(retries.map(({ attempt }) => attempt)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(retries.every(({ fault }) => fault.code === 'transport.unreachable')).toBe(true);
  });

  test('starts with the shortest wait again after a session that lived well, and not after one that did not', async () => {
    const closed = new Fault('transport.closed');
    const world = createWorld([
      { opens: new Fault('transport.unreachable') },
      { ends: { afterMs: 9_999, fault: closed } },
      { ends: { afterMs: 10_001, fault: closed } },
      {},
    ]);
    await world.during(() => world.whenOpened(3));
    const delays = world.events.flatMap((event) => (event.type === 'transport.retrying' ? [event.delayMs] : []));
    expect(delays).toEqual([500, 1_000, 500]);
  });

  test('never gives out a session that has ended', async () => {
    const world = createWorld([{}, {}]);
    await world.during(async () => {
      const first = await world.supervisor.session(forever);
      world.end(0, new Fault('transport.closed'));
      // The flow asks again at once when its send was rejected.
      await first.ended;
      expect(await world.supervisor.session(forever)).toBe(world.sessions[1]);
      expect(world.disposed).toEqual([0]);
    });
    expect(world.events.filter(({ type }) => type === 'transport.ended')).toMatchObject([
      { fault: { code: 'transport.closed' } },
      { fault: null },
    ]);
  });

  test('tells every listener of every session, the live one included, until it is forgotten', async () => {
    const world = createWorld([{}, {}, {}]);
    const heard: Session[] = [];
    await world.during(async () => {
      await world.supervisor.session(forever);
      const forget = world.supervisor.onSession((session) => heard.push(session));
      world.end(0, new Fault('transport.closed'));
      await world.whenOpened(2);
      forget();
      world.end(1, new Fault('transport.closed'));
      await world.whenOpened(3);
    });
    expect(heard).toEqual([world.sessions[0], world.sessions[1]]);
  });

  test('stops for a fault that no retry can help, and tells those who wait', async () => {
    const world = createWorld([{ opens: new Fault('transport.client-missing') }]);
    const waiting = expect(world.supervisor.session(forever)).rejects.toMatchObject({
      code: 'transport.client-missing',
    });
    await expect(world.supervisor.run(forever)).rejects.toMatchObject({ code: 'transport.client-missing' });
    await waiting;
    await expect(world.supervisor.session(forever)).rejects.toMatchObject({ code: 'transport.client-missing' });
    expect(world.supervisor.state()).toMatchObject({ state: 'stopped', fault: { code: 'transport.client-missing' } });
  });

  test('disposes its session when it is aborted, and gives out none from then on', async () => {
    const world = createWorld([{}]);
    await world.during(() => world.supervisor.session(forever));
    expect(world.disposed).toEqual([0]);
    expect(world.supervisor.state()).toMatchObject({ state: 'stopped', fault: null });
    await expect(world.supervisor.session(forever)).rejects.toMatchObject({ code: 'operation.aborted' });
  });

  test('ends while it waits for the next try or for a session to open', async () => {
    const retrying = createWorld([{ opens: new Fault('transport.unreachable') }], 'never wakes');
    await retrying.during(() => retrying.whenState('retrying'));
    const opening = createWorld(['hangs']);
    await opening.during(() => opening.whenState('opening'));
    expect([retrying.supervisor.state().state, opening.supervisor.state().state]).toEqual(['stopped', 'stopped']);
  });

  test('lets a caller give up waiting', async () => {
    const world = createWorld(['hangs']);
    await world.during(async () => {
      const abort = new AbortController();
      const waiting = world.supervisor.session(abort.signal);
      abort.abort();
      await expect(waiting).rejects.toMatchObject({ code: 'operation.aborted' });
    });
  });

  test('shows a broker that blocks, once, and for how long it did', async () => {
    const world = createWorld([{}]);
    await world.during(async () => {
      await world.supervisor.session(forever);
      world.block('memory alarm');
      world.block('memory alarm');
      expect(world.supervisor.state()).toMatchObject({ state: 'blocked', fault: { code: 'transport.blocked' } });
      world.pass(4_000);
      world.block(null);
      expect(world.supervisor.state()).toMatchObject({ state: 'open', fault: null });
    });
    expect(world.events.filter(({ type }) => type.includes('blocked'))).toEqual([
      { type: 'transport.blocked', direction: 'send', reason: 'memory alarm' },
      { type: 'transport.unblocked', direction: 'send', blockedMs: 4_000 },
    ]);
  });
});

/** What one `open` does: rejects, hangs, or gives a session that ends by itself or not. */
type Script = 'hangs' | { readonly opens?: Fault; readonly ends?: { readonly afterMs: number; readonly fault: Fault } };

interface SupervisedWorld {
  readonly supervisor: Supervisor;
  readonly events: SwicEvent[];
  readonly sessions: Session[];
  readonly disposed: number[];
  types(): readonly string[];
  /** Runs the supervisor around the work, then aborts it and waits for its end. */
  during(work: () => Promise<unknown>): Promise<void>;
  whenOpened(count: number): Promise<void>;
  whenState(state: string): Promise<void>;
  end(index: number, fault: Fault): void;
  block(reason: string | null): void;
  pass(ms: number): void;
}

function createWorld(
  scripts: readonly Script[],
  sleeper: 'wakes at once' | 'never wakes' = 'wakes at once',
): SupervisedWorld {
  const events: SwicEvent[] = [];
  const sessions: Session[] = [];
  const ends: SessionEnd[] = [];
  const disposed: number[] = [];
  const blocked: ((reason: string | null) => void)[] = [];
  let nowMs = 1_000_000;
  const clock: Clock = {
    nowMs: () => nowMs,
    tickMs: () => nowMs,
    random: () => 0.5,
    async sleep(delayMs, signal) {
      if (sleeper === 'never wakes') await aborted(signal);
      nowMs += delayMs;
    },
  };
  let opened = 0;
  const transport: Transport = {
    kind: 'embedded',
    readClock: () => Promise.resolve(null),
    test: () => Promise.resolve(),
    async open(signal) {
      const script = scripts[opened++] ?? 'hangs';
      if (script === 'hangs') return aborted(signal);
      if (script.opens !== undefined) throw script.opens;
      const end = new SessionEnd();
      const index = sessions.length;
      const session: Session = {
        ended: end.ended,
        onBlocked: (listener) => blocked.push(listener),
        onShared: () => undefined,
        send: () => [Promise.resolve(null)],
        receive: () => ({
          [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
        }),
        [Symbol.asyncDispose]: () => {
          end.finish(null);
          disposed.push(index);
          return Promise.resolve();
        },
      };
      sessions.push(session);
      ends.push(end);
      const { ends: ending } = script;
      if (ending !== undefined) {
        setImmediate(() => {
          nowMs += ending.afterMs;
          end.finish(ending.fault);
        });
      }
      return session;
    },
  };
  const supervisor = createSupervisor({
    transport,
    direction: 'send',
    clock,
    emit: (event) => events.push(event),
    policy: RECONNECT_BACKOFF,
  });
  const turns = async (isTrue: () => boolean): Promise<void> => {
    for (let turn = 0; !isTrue(); turn += 1) {
      if (turn > 1_000) throw new Error('it did not come to that');
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    supervisor,
    events,
    sessions,
    disposed,
    types: () => events.map(({ type }) => type),
    async during(work) {
      const stop = new AbortController();
      const running = supervisor.run(stop.signal);
      await work();
      stop.abort();
      await running;
    },
    whenOpened: (count) => turns(() => sessions.length === count && supervisor.state().state === 'open'),
    whenState: (state) => turns(() => supervisor.state().state === state && events.length > 0),
    end: (index, fault) => ends[index]?.finish(fault),
    block: (reason) => blocked.forEach((listener) => listener(reason)),
    pass: (ms) => {
      nowMs += ms;
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(new Fault('operation.aborted'));
    signal.addEventListener('abort', () => reject(new Fault('operation.aborted')), { once: true });
  });
}
