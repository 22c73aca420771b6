import { getEventListeners } from 'node:events';
import type { ControlClient } from '@swic/core/client';
import { expect, test } from 'vitest';
import { Connection } from './connection.js';
import { initialState } from './state.js';
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
