import { type App, start } from '../app.js';
import { VIEWS, type ViewName } from '../keys.js';
import { filterOf, setFilter } from './filter.js';
import { loadSettings } from './settings.js';

const HISTORY_MAX = 20;

export function openView(app: App, view: ViewName): void {
  app.store.update((state) => ({
    view,
    place: view,
    isHelpOpen: false,
    detail: null,
    waiting: null,
    history: state.view === view ? state.history : [...state.history, state.view].slice(-HISTORY_MAX),
  }));
  LOADERS[view]?.(app);
}

/** What a view asks the agent for when it opens. */
const LOADERS: { readonly [View in ViewName]?: (app: App) => void } = {
  documents: (app) => start(app, () => app.documents.reload()),
  receipts: (app) => start(app, () => app.receipts.reload()),
  transport: (app) => start(app, () => loadSettings(app)),
  settings: (app) => start(app, () => loadSettings(app)),
  overdue: (app) => start(app, () => app.overdue.reload()),
};

export function stepView(app: App, step: 1 | -1): void {
  const at = VIEWS.indexOf(app.store.get().view);
  openView(app, VIEWS[(at + step + VIEWS.length) % VIEWS.length] ?? 'overview');
}

/** First what narrows the view goes, then the view itself. */
export function goBack(app: App): void {
  const state = app.store.get();
  if (state.place === 'detail' || state.place === 'waiting') {
    app.store.update(() => ({ place: state.view, detail: null, waiting: null }));
    return;
  }
  if (clearFilter(app)) return;
  const before = state.history.at(-1);
  if (before !== undefined)
    app.store.update(({ history }) => ({ view: before, place: before, history: history.slice(0, -1) }));
}

/** True when there was one. */
function clearFilter(app: App): boolean {
  if ((filterOf(app.store.get()) ?? '') === '') return false;
  setFilter(app, '');
  return true;
}
