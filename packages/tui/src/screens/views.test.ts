import { afterAll, expect, test, vi } from 'vitest';
import type { App } from '../app.js';
import type { TextKey } from '../i18n/index.js';
import { row } from '../layout/row.js';
import type { PlaceName } from '../state.js';
import { Store } from '../store.js';
import { createTheme } from '../theme.js';
import type { View } from './view.js';

const turnsOf = (state: object): number => (state as { readonly probe: { readonly turns: number } }).probe.turns;

/** A view that only the table of views knows; it takes the last line there. */
const PROBE = {
  name: 'probe' as PlaceName,
  initial: { turns: 0 } as unknown as View['initial'],
  title: { en: 'Probe', zh: '探查' },
  short: { en: 'Probe', zh: '探查' },
  commands: ['探查', 'tanc'],
  words: {
    en: { 'probe.turns': 'turned {count}', 'key.probe.turn': 'turn it', 'hint.probe.turn': 'turn' },
    zh: { 'probe.turns': '转了 {count}', 'key.probe.turn': '转动', 'hint.probe.turn': '转' },
  },
  screen: ({ state, t }) => [row(t('probe.turns' as TextKey, { count: turnsOf(state) }))],
  keys: [
    {
      id: 'probe.turn',
      keys: ['z'],
      is: 'hint',
      act: ({ store }) => store.update((state) => ({ probe: { turns: turnsOf(state) + 1 } }) as object),
    },
  ],
  move: null,
  load: ({ store }) => store.update(() => ({ probe: { turns: 10 } }) as object),
  refresh: null,
  document: null,
  filter: null,
  badge: { count: () => 7, isUrgent: false },
} satisfies View;

// Test files share their modules: those of the dashboard are made anew here, and again afterwards.
vi.resetModules();
vi.doMock('./overdue/view.js', () => ({ overdueView: PROBE }));
afterAll(() => {
  vi.doUnmock('./overdue/view.js');
  vi.resetModules();
});
const { runCommand } = await import('../actions/commands.js');
const { openView } = await import('../actions/views.js');
const { createKeyMap, KEYS, meaningOfKey } = await import('../keys.js');
const { frameRows } = await import('./frame.js');
const { initialState, PLACES, VIEWS, words } = await import('./views.js');

function picture(store: Store): string {
  const theme = createTheme({ hasColour: false, isAscii: true });
  const props = { state: store.get(), theme, t: words('en'), width: 120, height: 24, nowMs: 0 };
  return frameRows(props, createKeyMap({}, false))
    .map((line) => line.map(({ text }) => text).join(''))
    .join('\n');
}

test('a view that only the table of views knows has its number, tab, command, rows, state, words, keys and help', () => {
  const store = new Store(initialState({ locale: 'en', isReadOnly: false, isHosted: false }));
  const app = { store, words, openView: (name: PlaceName) => openView(app, name) } as unknown as App;
  expect(picture(store)).toContain(' 9 Probe 7 ');
  runCommand(app, 'tanc');
  expect(picture(store)).toMatch(/^turned 10$/m);
  const keys = createKeyMap({}, false);
  keys.find('z', store.get().place)?.act(app, { pageRows: 1 });
  expect(picture(store)).toMatch(/^turned 11$/m);
  expect(picture(store)).toContain('z turn');
  store.update(() => ({ isHelpOpen: true }));
  expect(picture(store)).toMatch(/Keys: Probe[\s\S]*z +turn it/);
  expect(keys.find('9', 'overview')?.id).toBe('view.probe');
  expect(KEYS).toContainEqual({ id: 'probe.turn', keys: ['z'], is: 'hint', where: ['probe'] });
  expect(meaningOfKey('view.probe', 'zh')).toBe('探查');
});

test('no two places have one name, and no two views one word of the command line', () => {
  const names = PLACES.map(({ name }) => name);
  const said = VIEWS.flatMap(({ name, commands }) => [name, ...commands]);
  for (const all of [names, said]) expect(all.filter((one, at) => all.indexOf(one) !== at)).toEqual([]);
});
