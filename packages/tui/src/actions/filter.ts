import { type App, wordsOf } from '../app.js';
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
      text: before,
      isMasked: false,
      onChange: set,
      onDone: set,
      onCancel: () => set(before),
    },
  }));
}

function filterOf(state: State): string | null {
  if (state.view === 'log') return state.log.filter;
  if (state.view === 'faults') return state.faults.filter;
  return null;
}

export function setFilter(app: App, filter: string): void {
  app.store.update((state) => {
    if (state.view === 'log') return { log: { ...state.log, filter, bottomSeq: null } };
    if (state.view === 'faults') return { faults: { cursor: 0, filter } };
    return {};
  });
}
