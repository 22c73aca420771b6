import type { Move } from '@swic/desk';
import type { KeyRow } from '../screens/view.js';
import { numberOf, placeOf, VIEWS } from '../screens/views.js';
import { openCommandLine } from './commands.js';
import { quit } from './quit.js';
import { goBack, openView, stepView } from './views.js';

/** Keys of every place that has something to move in. */
export const MOVES: readonly KeyRow[] = [
  moving('up', ['up', 'k']),
  moving('down', ['down', 'j']),
  moving('page-up', ['pageup', 'ctrl+b']),
  moving('page-down', ['pagedown', 'ctrl+f']),
  moving('first', ['home', 'g']),
  moving('last', ['end', 'G']),
];

function moving(move: Move, keys: readonly string[]): KeyRow {
  return {
    id: `move.${move}`,
    keys,
    is: 'quiet',
    act: (app, { pageRows }) => placeOf(app.store.get()).move?.(app, move, pageRows),
  };
}

export const EVERYWHERE: readonly KeyRow[] = [
  { id: 'back', keys: ['esc', 'backspace'], is: 'quiet', act: goBack },
  ...VIEWS.map(({ name }, at): KeyRow => {
    const number = numberOf(at);
    const keys = number === null ? [] : [number];
    return { id: `view.${name}`, keys, is: 'quiet', act: (app) => openView(app, name) };
  }),
  { id: 'view.next', keys: ['tab'], is: 'quiet', act: (app) => stepView(app, 1) },
  { id: 'view.previous', keys: ['shift+tab'], is: 'quiet', act: (app) => stepView(app, -1) },
  {
    id: 'language',
    keys: ['L'],
    is: 'quiet',
    act: (app) => app.store.update(({ locale }) => ({ locale: locale === 'zh' ? 'en' : 'zh' })),
  },
  { id: 'redraw', keys: ['ctrl+l'], is: 'quiet', act: (app) => app.redraw() },
  { id: 'command', keys: [':'], is: 'hint', act: openCommandLine },
  { id: 'help', keys: ['?'], is: 'hint', act: (app) => app.store.update(() => ({ isHelpOpen: true })) },
  { id: 'quit', keys: ['q', 'ctrl+c'], is: 'hint', act: quit },
];
