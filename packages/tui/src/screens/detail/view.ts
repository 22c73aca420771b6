import { moved } from '@swic/desk';
import { CHANGE_DOCUMENT, COPY_DOCUMENT, OPEN_PATH, WHY_DOCUMENT } from '../shared-keys.js';
import type { Place } from '../view.js';
import { detailScreen } from './detail.js';
import { loadDetail } from './load.js';
import type { DetailState } from './state.js';
import { DETAIL_WORDS } from './words.js';

const REFRESH_MS = 1_000;
/** More lines than any document's story has: the screen knows where the end is. */
const LINES_MAX = 2_000;

/** The story of one document, above the view that it was opened from. */
export const detailPlace: Place = {
  name: 'detail',
  words: DETAIL_WORDS,
  initial: null,
  screen: detailScreen,
  keys: [WHY_DOCUMENT, ...CHANGE_DOCUMENT, COPY_DOCUMENT, OPEN_PATH],
  move: (app, move, pageRows) =>
    app.store.update(({ detail }) =>
      detail === null ? {} : { detail: { ...detail, top: moved(detail.top, lengthOf(detail), move, pageRows) } },
    ),
  refresh: { everyMs: () => REFRESH_MS, isAfterChange: true, run: loadDetail },
  document: ({ detail }) => detail?.examination?.trace.document ?? null,
};

/** Lines that a document's story can have at most on this screen; scrolling ends there. */
function lengthOf({ examination, diff }: DetailState): number {
  if (examination === null) return 1;
  const { trace, problems } = examination;
  const differences = diff === null ? 0 : diff.differences.length * 2 + 2;
  return Math.min(LINES_MAX, trace.steps.length + problems.length * 2 + differences + 12);
}
