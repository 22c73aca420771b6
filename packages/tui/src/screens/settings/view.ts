import { moved, VIEW_TITLES } from '@swic/desk';
import { start } from '../../app.js';
import type { View } from '../view.js';
import { editSelected, loadSettings } from './edit.js';
import { settingsFields } from './fields.js';
import { restartAgent } from './restart.js';
import { settingsScreen } from './settings.js';
import { SETTINGS_INITIAL } from './state.js';
import { SETTINGS_WORDS } from './words.js';

export const settingsView: View = {
  name: 'settings',
  title: VIEW_TITLES.settings,
  short: { en: 'Setup', zh: '设置' },
  commands: ['设置', 'sz'],
  words: SETTINGS_WORDS,
  initial: SETTINGS_INITIAL,
  screen: settingsScreen,
  keys: [
    { id: 'edit', keys: ['enter', 'e'], is: 'change', act: editSelected },
    { id: 'agent.restart', keys: ['A'], is: 'change', act: restartAgent },
  ],
  move: (app, move, pageRows) =>
    app.store.update(({ settings }) => {
      const count = settings.report === null ? 0 : settingsFields(settings.report).length;
      return { settings: { ...settings, cursor: moved(settings.cursor, count, move, pageRows) } };
    }),
  load: (app) => start(app, () => loadSettings(app)),
  refresh: null,
  document: null,
  filter: null,
  badge: null,
};
