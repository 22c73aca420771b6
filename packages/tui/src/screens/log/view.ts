import { LOG_LEVELS } from '@swic/core/contract';
import { VIEW_TITLES } from '@swic/desk';
import { filterKey } from '../../actions/filter.js';
import { type App, start } from '../../app.js';
import type { Filter, View } from '../view.js';
import { logScreen } from './log.js';
import { moveLog } from './move-log.js';
import { LOG_INITIAL } from './state.js';
import { LOG_WORDS } from './words.js';

const FILTER: Filter = {
  get: ({ log }) => log.filter,
  set: (app, filter) => app.store.update(({ log }) => ({ log: { ...log, filter, bottomSeq: null } })),
};

export const logView: View = {
  name: 'log',
  title: VIEW_TITLES.log,
  short: { en: 'Log', zh: '日志' },
  commands: ['日志', 'rz'],
  words: LOG_WORDS,
  initial: LOG_INITIAL,
  screen: logScreen,
  keys: [
    filterKey(FILTER),
    { id: 'log.level', keys: ['l'], is: 'hint', act: nextLevel },
    { id: 'log.follow', keys: ['f'], is: 'hint', act: follow },
  ],
  move: moveLog,
  load: null,
  refresh: null,
  document: null,
  filter: FILTER,
  badge: null,
};

function nextLevel(app: App): void {
  const { log } = app.store.get();
  const level = LOG_LEVELS[(LOG_LEVELS.indexOf(log.level) + 1) % LOG_LEVELS.length] ?? 'info';
  app.store.update(() => ({ log: { ...log, level } }));
  start(app, () => app.rewatch());
}

function follow(app: App): void {
  app.store.update(({ log }) => ({ log: { ...log, bottomSeq: null } }));
}
