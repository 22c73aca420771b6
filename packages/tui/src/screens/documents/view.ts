import { VIEW_TITLES, waitingForPerson } from '@swic/desk';
import { filterKey } from '../../actions/filter.js';
import { start } from '../../app.js';
import { openDocument } from '../detail/load.js';
import { CHANGE_DOCUMENT, COPY_DOCUMENT, OPEN, OPEN_PATH, WHY_DOCUMENT } from '../shared-keys.js';
import type { View } from '../view.js';
import { nextOrder, toggleFaultsOnly, toggleMark } from './actions.js';
import { documentsScreen } from './documents.js';
import { DOCUMENTS_FILTER } from './filter.js';
import { documentList } from './list.js';
import { DOCUMENTS_INITIAL } from './state.js';
import { DOCUMENTS_WORDS } from './words.js';

/** A list that moves more often than this cannot be read. */
const REFRESH_MS = 1_000;
/** By state a look may go through the whole ledger. */
const REFRESH_BY_STATE_MS = 10_000;

export const documentsView: View = {
  name: 'documents',
  title: VIEW_TITLES.documents,
  short: { en: 'Docs', zh: '单据' },
  commands: ['单据', 'dj'],
  words: DOCUMENTS_WORDS,
  initial: DOCUMENTS_INITIAL,
  screen: documentsScreen,
  keys: [
    { ...OPEN, act: openDocument },
    WHY_DOCUMENT,
    filterKey(DOCUMENTS_FILTER),
    { id: 'documents.faults', keys: ['f'], is: 'hint', act: toggleFaultsOnly },
    ...CHANGE_DOCUMENT,
    { id: 'mark', keys: ['space'], is: 'hint', act: toggleMark },
    { id: 'documents.order', keys: ['o'], is: 'hint', act: nextOrder },
    COPY_DOCUMENT,
    OPEN_PATH,
  ],
  move: (app, move, pageRows) => start(app, () => documentList(app).move(move, pageRows)),
  load: (app) => start(app, () => documentList(app).reload()),
  refresh: {
    everyMs: ({ documents }) => (documents.order === 'state' ? REFRESH_BY_STATE_MS : REFRESH_MS),
    isAfterChange: true,
    run: (app) => documentList(app).refresh(),
  },
  document: ({ documents }) => documents.rows[documents.cursor] ?? null,
  filter: DOCUMENTS_FILTER,
  badge: { count: ({ snapshot }) => waitingForPerson(snapshot?.businesses ?? []), isUrgent: false },
};
