import { VIEW_TITLES } from '@swic/desk';
import { start } from '../../app.js';
import { openDocument } from '../detail/load.js';
import { COPY_DOCUMENT, OPEN, OPEN_PATH } from '../shared-keys.js';
import type { View } from '../view.js';
import { overdueList } from './list.js';
import { overdueScreen } from './overdue.js';
import { OVERDUE_INITIAL } from './state.js';
import { OVERDUE_WORDS } from './words.js';

export const overdueView: View = {
  name: 'overdue',
  title: VIEW_TITLES.overdue,
  short: { en: 'Late', zh: '未回' },
  commands: ['超时', 'cswh', '逾期', 'yq'],
  words: OVERDUE_WORDS,
  initial: OVERDUE_INITIAL,
  screen: overdueScreen,
  keys: [{ ...OPEN, act: openDocument }, COPY_DOCUMENT, OPEN_PATH],
  move: (app, move, pageRows) => overdueList(app).move(move, pageRows),
  load: (app) => start(app, () => overdueList(app).reload()),
  // Nothing has to move for a document to become late, so the list has a pace of its own. It shows by itself what failed.
  refresh: { everyMs: () => 0, isAfterChange: false, run: (app) => overdueList(app).refresh() },
  document: ({ overdue }) => overdue.report?.documents[overdue.cursor]?.document ?? null,
  filter: null,
  badge: null,
};
