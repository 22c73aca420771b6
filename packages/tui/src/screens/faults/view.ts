import { moved, VIEW_TITLES } from '@swic/desk';
import { copyToClipboard } from '../../actions/copy.js';
import { filterKey } from '../../actions/filter.js';
import type { App } from '../../app.js';
import { COPY } from '../shared-keys.js';
import type { Filter, View } from '../view.js';
import { faultsScreen, shownFaults } from './faults.js';
import { FAULTS_INITIAL } from './state.js';
import { FAULTS_WORDS } from './words.js';

const FILTER: Filter = {
  get: ({ faults }) => faults.filter,
  set: (app, filter) => app.store.update(() => ({ faults: { cursor: 0, filter } })),
};

export const faultsView: View = {
  name: 'faults',
  title: VIEW_TITLES.faults,
  short: { en: 'Faults', zh: '故障' },
  commands: ['故障', 'gz'],
  words: FAULTS_WORDS,
  initial: FAULTS_INITIAL,
  screen: faultsScreen,
  keys: [filterKey(FILTER), { ...COPY, act: copyFault }],
  move: (app, move, pageRows) =>
    app.store.update((state) => ({
      faults: { ...state.faults, cursor: moved(state.faults.cursor, shownFaults(state).length, move, pageRows) },
    })),
  load: null,
  refresh: null,
  document: null,
  filter: FILTER,
  badge: { count: ({ snapshot }) => snapshot?.faults.length ?? 0, isUrgent: true },
};

function copyFault(app: App): void {
  const state = app.store.get();
  const group = shownFaults(state)[state.faults.cursor];
  if (group !== undefined)
    copyToClipboard(app, `${group.fault.code} ${group.place} ${group.fault.reason ?? ''}`.trim());
}
