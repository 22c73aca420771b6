import { type App, wordsOf } from '../app.js';
import type { Filter, KeyRow } from '../screens/view.js';

/** The key that opens this filter; every letter takes effect at once, Esc brings back what was there before. */
export function filterKey(filter: Filter): KeyRow {
  return { id: 'filter', keys: ['/'], is: 'hint', act: (app) => openFilter(app, filter) };
}

function openFilter(app: App, filter: Filter): void {
  const before = filter.get(app.store.get());
  const set = (text: string): void => filter.set(app, text);
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
