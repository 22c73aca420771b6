import { moved, shownBusinesses, VIEW_TITLES } from '@swic/desk';
import type { App } from '../../app.js';
import { DOCUMENTS_FILTER } from '../documents/filter.js';
import { OPEN, WHY } from '../shared-keys.js';
import type { View } from '../view.js';
import { openWaiting } from '../waiting/load.js';
import { selectedBusiness, startAll, stopAll, toggleFlow, togglePause } from './flows.js';
import { loadLatest } from './latest.js';
import { overviewScreen } from './overview.js';
import { OVERVIEW_INITIAL } from './state.js';
import { OVERVIEW_WORDS } from './words.js';

const REFRESH_MS = 5_000;

export const overviewView: View = {
  name: 'overview',
  title: VIEW_TITLES.overview,
  short: { en: 'Overview', zh: '监控' },
  commands: ['监控', 'jk'],
  words: OVERVIEW_WORDS,
  initial: OVERVIEW_INITIAL,
  screen: overviewScreen,
  keys: [
    { ...OPEN, act: openDocumentsOf },
    { id: 'send.toggle', keys: ['s'], is: 'change', act: (app) => toggleFlow(app, 'send') },
    { id: 'receive.toggle', keys: ['r'], is: 'change', act: (app) => toggleFlow(app, 'receive') },
    { ...WHY, act: openWaitingOf },
    { id: 'flows.start', keys: ['S'], is: 'change', act: startAll },
    { id: 'flows.stop', keys: ['X'], is: 'change', act: stopAll },
    { id: 'pause.toggle', keys: ['p'], is: 'change', act: togglePause },
    { id: 'overview.today', keys: ['d'], is: 'hint', act: toggleToday },
  ],
  move: (app, move, pageRows) =>
    app.store.update(({ overview, snapshot }) => {
      const count = shownBusinesses(snapshot?.businesses ?? []).length;
      return { overview: { ...overview, cursor: moved(overview.cursor, count, move, pageRows) } };
    }),
  load: null,
  refresh: { everyMs: () => REFRESH_MS, isAfterChange: false, run: loadLatest },
  document: null,
  filter: null,
  badge: null,
};

function openDocumentsOf(app: App): void {
  const business = selectedBusiness(app);
  if (business === null) return;
  app.openView('documents');
  DOCUMENTS_FILTER.set(app, business.key.toLowerCase());
}

function openWaitingOf(app: App): void {
  const business = selectedBusiness(app);
  if (business !== null) openWaiting(app, business.key);
}

function toggleToday(app: App): void {
  app.store.update(({ overview }) => ({ overview: { ...overview, isToday: !overview.isToday } }));
}
