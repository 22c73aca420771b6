import { moved } from '@swic/desk';
import type { Place } from '../view.js';
import { loadWaiting } from './load.js';
import { waitingScreen } from './waiting.js';
import { WAITING_WORDS } from './words.js';

const REFRESH_MS = 5_000;

/** What waits in the OutBox of one business, above the overview. */
export const waitingPlace: Place = {
  name: 'waiting',
  words: WAITING_WORDS,
  initial: null,
  screen: waitingScreen,
  keys: [],
  move: (app, move, pageRows) =>
    app.store.update(({ waiting }) =>
      waiting === null
        ? {}
        : { waiting: { ...waiting, cursor: moved(waiting.cursor, waiting.files?.length ?? 0, move, pageRows) } },
    ),
  refresh: { everyMs: () => REFRESH_MS, isAfterChange: false, run: loadWaiting },
  document: null,
};
