import { VIEW_TITLES } from '@swic/desk';
import { start } from '../../app.js';
import { loadSettings } from '../settings/edit.js';
import type { View } from '../view.js';
import { TRANSPORT_INITIAL } from './state.js';
import { testConnection } from './test-connection.js';
import { transportScreen } from './transport.js';
import { TRANSPORT_WORDS } from './words.js';

export const transportView: View = {
  name: 'transport',
  title: VIEW_TITLES.transport,
  short: { en: 'Trans.', zh: '传输' },
  commands: ['传输', 'cs'],
  words: TRANSPORT_WORDS,
  initial: TRANSPORT_INITIAL,
  screen: transportScreen,
  keys: [{ id: 'transport.test', keys: ['t'], is: 'hint', act: testConnection }],
  move: null,
  load: (app) => start(app, () => loadSettings(app)),
  refresh: null,
  document: null,
  filter: null,
  badge: null,
};
