import type { Draft } from '../draft.js';
import type { ReadStore } from '../store.js';
import type { BookChange } from '../submission.js';
import { LET_GO_KEY } from './forget.js';
import { withoutBodies } from './pages.js';

/** What is done to the book itself, beside what it is told of records. */
export function draftBook(change: BookChange, store: ReadStore, draft: Draft): void {
  switch (change.type) {
    case 'book':
      draft.told.push(change.body);
      return;
    case 'seal-book':
      draft.isSealing = true;
      return;
    case 'forget-page': {
      const text = store.find(change.key);
      if (text !== null) draft.others.push({ key: change.key, value: withoutBodies(text) });
      return;
    }
    case 'forgot-book':
      draft.others.push({ key: LET_GO_KEY, value: change.before });
  }
}
