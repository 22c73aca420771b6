import { VIEW_TITLES } from '@swic/desk';
import { copyToClipboard } from '../../actions/copy.js';
import { filterKey } from '../../actions/filter.js';
import { type App, say, start, wordsOf } from '../../app.js';
import { openDetail } from '../detail/load.js';
import { COPY, OPEN } from '../shared-keys.js';
import type { Filter, View } from '../view.js';
import { receiptList } from './list.js';
import { receiptsScreen } from './receipts.js';
import { RECEIPTS_INITIAL } from './state.js';
import { RECEIPTS_WORDS } from './words.js';

/** A list that moves more often than this cannot be read. */
const REFRESH_MS = 1_000;

const FILTER: Filter = {
  get: ({ receipts }) => receipts.filter,
  set: (app, filter) => {
    app.store.update(({ receipts }) => ({ receipts: { ...receipts, filter } }));
    start(app, () => receiptList(app).reload());
  },
};

export const receiptsView: View = {
  name: 'receipts',
  title: VIEW_TITLES.receipts,
  short: { en: 'Receipts', zh: '回执' },
  commands: ['回执', 'hz'],
  words: RECEIPTS_WORDS,
  initial: RECEIPTS_INITIAL,
  screen: receiptsScreen,
  keys: [{ ...OPEN, act: openReceipt }, filterKey(FILTER), { ...COPY, act: copyName }],
  move: (app, move, pageRows) => start(app, () => receiptList(app).move(move, pageRows)),
  load: (app) => start(app, () => receiptList(app).reload()),
  refresh: { everyMs: () => REFRESH_MS, isAfterChange: true, run: (app) => receiptList(app).refresh() },
  document: null,
  filter: FILTER,
  badge: null,
};

/** The document that a receipt answers, with everything else that came for it. Esc leads back. */
function openReceipt(app: App): void {
  const { receipts } = app.store.get();
  const document = receipts.rows[receipts.cursor]?.receipt.document ?? null;
  if (document === null) return say(app, wordsOf(app)('receipts.unlinked'), 'warn');
  openDetail(app, document);
}

function copyName(app: App): void {
  const { receipts } = app.store.get();
  const one = receipts.rows[receipts.cursor];
  if (one !== undefined) copyToClipboard(app, one.receipt.fileName);
}
