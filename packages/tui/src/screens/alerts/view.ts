import { moved, VIEW_TITLES } from '@swic/desk';
import type { View } from '../view.js';
import { alertsScreen, reportOf } from './alerts.js';
import { silenceAll, silenceSelected, testChannels } from './silence.js';
import { ALERTS_INITIAL } from './state.js';
import { ALERTS_WORDS } from './words.js';

export const alertsView: View = {
  name: 'alerts',
  title: VIEW_TITLES.alerts,
  short: { en: 'Alerts', zh: '告警' },
  commands: ['告警', 'gj'],
  words: ALERTS_WORDS,
  initial: ALERTS_INITIAL,
  screen: alertsScreen,
  keys: [
    { id: 'alerts.silence', keys: ['z'], is: 'change', act: silenceSelected },
    { id: 'alerts.silence-all', keys: ['Z'], is: 'change', act: silenceAll },
    { id: 'alerts.test', keys: ['t'], is: 'change', act: testChannels },
  ],
  move: (app, move, pageRows) =>
    app.store.update((state) => {
      const count = reportOf(state)?.open.length ?? 0;
      return { alerts: { ...state.alerts, cursor: moved(state.alerts.cursor, count, move, pageRows) } };
    }),
  // The snapshot has all of it.
  load: null,
  refresh: null,
  document: null,
  filter: null,
  badge: { count: (state) => reportOf(state)?.open.length ?? 0, isUrgent: true },
};
