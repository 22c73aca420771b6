import type { ReadStore } from '../store.js';
import type { Change } from '../submission.js';
import { ALL_PAGES } from './pages.js';

/** The day before which all bodies were let go of, so that what was looked at once is not read daily for ever. */
export const LET_GO_KEY = 'm!letgo';

const SLICE = 8;

export interface ForgettingBook {
  readonly store: ReadStore;
  readonly submit: (changes: readonly Change[]) => Promise<void>;
  readonly pause: (signal: AbortSignal) => Promise<void>;
}

/** Lets go of the bodies of the days before this one, page by page. */
export async function forgetBook(
  { store, submit, pause }: ForgettingBook,
  before: string,
  signal: AbortSignal,
): Promise<number> {
  const done = store.find(LET_GO_KEY);
  if (done !== null && done >= before) return 0;
  const range = { from: done === null ? ALL_PAGES.from : `b!${done}`, before: `b!${before}` };
  let pages = 0;
  for await (const keys of store.keys(range, 'ascending', SLICE)) {
    if (signal.aborted) return pages;
    await submit(keys.map((key) => ({ type: 'forget-page', key }) as const));
    pages += keys.length;
    await pause(signal);
  }
  await submit([{ type: 'forgot-book', before }]);
  return pages;
}
