import type { App } from '../app.js';
import { VIEWS, viewOf } from '../screens/views.js';
import type { PlaceName } from '../state.js';

const HISTORY_MAX = 20;

export function openView(app: App, view: PlaceName): void {
  app.store.update((state) => ({
    view,
    place: view,
    isHelpOpen: false,
    detail: null,
    waiting: null,
    history: state.view === view ? state.history : [...state.history, state.view].slice(-HISTORY_MAX),
  }));
  viewOf({ view }).load?.(app);
}

export function stepView(app: App, step: 1 | -1): void {
  const at = VIEWS.indexOf(viewOf(app.store.get()));
  openView(app, VIEWS[(at + step + VIEWS.length) % VIEWS.length]?.name ?? 'overview');
}

/** First what narrows the view goes, then the view itself. */
export function goBack(app: App): void {
  const state = app.store.get();
  if (state.place !== state.view) {
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
  const state = app.store.get();
  const { filter } = viewOf(state);
  if (filter === null || filter.get(state) === '') return false;
  filter.set(app, '');
  return true;
}
