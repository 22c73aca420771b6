import type { App } from '../app.js';
import { shownFaults } from '../screens/faults.js';
import { copyToClipboard } from './copy.js';
import { copyDocument, openDocument } from './documents.js';
import { setFilter } from './filter.js';
import { selectedBusiness } from './flows.js';
import { openView } from './views.js';

/** Deeper into what is selected. */
export function openSelected(app: App): void {
  const { view } = app.store.get();
  if (view === 'documents') openDocument(app);
  if (view !== 'overview') return;
  const business = selectedBusiness(app);
  if (business === null) return;
  openView(app, 'documents');
  setFilter(app, business.key.toLowerCase());
}

export function copySelected(app: App): void {
  const state = app.store.get();
  if (state.view === 'documents') return copyDocument(app);
  if (state.view !== 'faults') return;
  const group = shownFaults(state)[state.faults.cursor];
  if (group !== undefined)
    copyToClipboard(app, `${group.fault.code} ${group.place} ${group.fault.reason ?? ''}`.trim());
}
