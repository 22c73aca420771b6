import type { App } from '../app.js';
import { VIEWS, type ViewName } from '../keys.js';

const HISTORY_MAX = 20;

export function openView(app: App, view: ViewName): void {
  app.store.update((state) => ({
    view,
    place: view,
    isHelpOpen: false,
    history: state.view === view ? state.history : [...state.history, state.view].slice(-HISTORY_MAX),
  }));
}

export function stepView(app: App, step: 1 | -1): void {
  const at = VIEWS.indexOf(app.store.get().view);
  openView(app, VIEWS[(at + step + VIEWS.length) % VIEWS.length] ?? 'overview');
}

/** First what narrows the view goes, then the view itself. */
export function goBack(app: App): void {
  const state = app.store.get();
  if (clearFilter(app)) return;
  const before = state.history.at(-1);
  if (before !== undefined)
    app.store.update(({ history }) => ({ view: before, place: before, history: history.slice(0, -1) }));
}

/** True when there was one. */
function clearFilter(app: App): boolean {
  const { view, log, faults } = app.store.get();
  if (view === 'log' && log.filter !== '') {
    app.store.update(() => ({ log: { ...log, filter: '', bottomSeq: null } }));
    return true;
  }
  if (view === 'faults' && faults.filter !== '') {
    app.store.update(() => ({ faults: { ...faults, filter: '' } }));
    return true;
  }
  return false;
}
