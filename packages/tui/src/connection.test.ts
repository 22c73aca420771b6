import { getEventListeners } from 'node:events';
import type { ControlClient } from '@swic/core/client';
import { Connection } from '@swic/desk';
import { expect, test } from 'vitest';
import { type App, forgetNoAgent, say, start } from './app.js';
import { initialState, words } from './screens/views.js';
import { Store } from './store.js';

test('a dashboard that sees many agents come and go leaves no listener behind, and Node has nothing to warn of', async () => {
  const AGENTS = 30;
  const ending = new AbortController();
  const store = new Store(initialState({ locale: 'en', isReadOnly: true, isHosted: false }));
  const listeners: number[] = [];
  const connect = async (): Promise<ControlClient> => {
    listeners.push(getEventListeners(ending.signal, 'abort').length);
    if (listeners.length === AGENTS) ending.abort();
    const client = { on: () => () => undefined, call: async () => [], closed: Promise.resolve() };
    return { ...client, [Symbol.asyncDispose]: async () => undefined } as unknown as ControlClient;
  };
  const clock = { nowMs: () => 0, tickMs: () => 0, sleep: async () => undefined };

  await new Connection(connect, store, clock, () => undefined).run(ending.signal);

  expect(listeners).toEqual(Array.from({ length: AGENTS }, () => 0));
});

test('a key pressed before the first connection leaves no "no swic is running" beside "connected"', async () => {
  const ending = new AbortController();
  const store = new Store(initialState({ locale: 'en', isReadOnly: true, isHosted: false }));
  const heard = new Map<string, (value: unknown) => void>();
  const client = {
    on: (name: string, listener: (value: unknown) => void) => void heard.set(name, listener),
    call: async () => [],
    closed: new Promise(() => undefined),
    [Symbol.asyncDispose]: async () => undefined,
  } as unknown as ControlClient;
  const clock = { nowMs: () => 0, tickMs: () => 0, sleep: async () => undefined };
  const connection = new Connection(
    async () => client,
    store,
    clock,
    () => forgetNoAgent(store),
  );
  const app = { store, clock, call: connection.call, words } as unknown as App;
  start(app, () => connection.call('status', null).then(() => undefined));
  await expect.poll(() => store.get().notice?.isOfLink).toBe(true);
  const running = connection.run(ending.signal);
  await expect.poll(() => heard.has('snapshot')).toBe(true);

  heard.get('snapshot')?.({});
  expect(store.get().notice).toBeNull();
  say(app, 'copied');
  heard.get('snapshot')?.({});
  expect(store.get().notice?.text).toBe('copied');
  ending.abort();
  await running;
});

test('who leaves does not wait for an agent that does not answer, and what comes late is closed', async () => {
  const store = new Store(initialState({ locale: 'en', isReadOnly: true, isHosted: false }));
  const clock = { nowMs: () => 0, tickMs: () => 0, sleep: async () => undefined };
  const closed: string[] = [];
  const clientOf = (name: string): ControlClient =>
    ({
      on: () => () => undefined,
      call: () => new Promise(() => undefined),
      closed: new Promise(() => undefined),
      [Symbol.asyncDispose]: async () => void closed.push(name),
    }) as unknown as ControlClient;
  const leave = async (connect: () => Promise<ControlClient>): Promise<void> => {
    const ending = new AbortController();
    const running = new Connection(connect, store, clock, () => undefined).run(ending.signal);
    await new Promise((resolve) => setImmediate(resolve));
    ending.abort();
    await running;
  };

  await leave(async () => clientOf('silent'));
  expect(closed).toEqual(['silent']);
  let answer = (_client: ControlClient): void => undefined;
  await leave(() => new Promise((resolve) => (answer = resolve)));
  answer(clientOf('late'));
  await expect.poll(() => closed).toEqual(['silent', 'late']);
});
