import type { CommandName } from '@swic/core/contract';
import { expect, test } from 'vitest';
import { type App, createOwn } from './app.js';
import type { Call } from './outside.js';
import { createRefresher } from './refresher.js';
import { initialState } from './screens/views.js';
import type { State } from './state.js';
import { Store } from './store.js';

const MINUTE_MS = 60_000;

/** What is asked of the agent while a snapshot comes every second for a minute and the state is this. */
async function askedInAMinute(shown: Partial<State>): Promise<readonly CommandName[]> {
  const store = new Store({ ...initialState({ locale: 'en', isReadOnly: true, isHosted: false }), ...shown });
  const asked: CommandName[] = [];
  const call = (async (name: CommandName) => {
    asked.push(name);
    return name === 'overdue' ? { documents: [], limits: [] } : { documents: [], next: null, total: 0 };
  }) as unknown as Call;
  let passedMs = 0;
  const clock = { nowMs: () => passedMs, tickMs: () => passedMs, sleep: async () => undefined };
  const app = { store, clock, call, own: createOwn(() => app) } as unknown as App;
  const refresh = createRefresher(() => app);
  for (; passedMs < MINUTE_MS; passedMs += 1_000) {
    refresh();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return asked;
}

test('what is overdue is looked at twice a minute while the view is open, though nothing moves', async () => {
  expect(await askedInAMinute({ view: 'overdue', place: 'overdue' })).toEqual(['overdue', 'overdue']);
});

test('what is overdue is not asked for from another view, nor behind the story of a document', async () => {
  expect(await askedInAMinute({ view: 'overview', place: 'overview' })).not.toContain('overdue');
  expect(await askedInAMinute({ view: 'documents', place: 'documents' })).toEqual(['browseDocuments']);
  const detail = { document: 'a', examination: null, diff: null, top: 0 };
  expect(await askedInAMinute({ view: 'overdue', place: 'detail', detail })).toEqual(['examine']);
});

test('below the numbers of the overview refusals and waits are looked at every five seconds, and no more often', async () => {
  const asked = await askedInAMinute({ view: 'overview', place: 'overview' });
  expect(asked.filter((name) => name === 'listWaiting')).toHaveLength(12);
  expect(asked.filter((name) => name === 'browseDocuments')).toHaveLength(12);
});
