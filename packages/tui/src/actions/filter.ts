import { type App, start, wordsOf } from '../app.js';
import type { State } from '../state.js';

/** Opens the filter of the view; every letter takes effect at once, Esc brings back what was there before. */
export function openFilter(app: App): void {
  const before = filterOf(app.store.get());
  if (before === null) return;
  const set = (text: string): void => setFilter(app, text);
  app.store.update(() => ({
    prompt: {
      kind: 'filter',
      label: wordsOf(app)('filter.label'),
      // The next word is apart.
      text: before === '' ? '' : `${before.trim()} `,
      isMasked: false,
      onChange: set,
      suggest: null,
      onDone: set,
      onCancel: () => set(before),
    },
  }));
}

/** null where there is nothing to filter. */
export function filterOf(state: State): string | null {
  if (state.view === 'documents') return state.documents.filter;
  if (state.view === 'receipts') return state.receipts.filter;
  if (state.view === 'log') return state.log.filter;
  if (state.view === 'faults') return state.faults.filter;
  return null;
}

export function setFilter(app: App, filter: string): void {
  if (app.store.get().view === 'documents') {
    app.store.update(({ documents }) => ({ documents: { ...documents, filter } }));
    start(app, () => app.documents.reload());
    return;
  }
  if (app.store.get().view === 'receipts') {
    app.store.update(({ receipts }) => ({ receipts: { ...receipts, filter } }));
    start(app, () => app.receipts.reload());
    return;
  }
  app.store.update((state) => {
    if (state.view === 'log') return { log: { ...state.log, filter, bottomSeq: null } };
    if (state.view === 'faults') return { faults: { cursor: 0, filter } };
    return {};
  });
}
