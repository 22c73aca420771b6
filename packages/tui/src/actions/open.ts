import { type App, say, wordsOf } from '../app.js';
import { shownFaults } from '../screens/faults.js';
import { copyToClipboard } from './copy.js';
import { copyDocument, openDetail, openDocument } from './documents.js';
import { setFilter } from './filter.js';
import { selectedBusiness } from './flows.js';
import { openView } from './views.js';

/** Deeper into what is selected. */
export function openSelected(app: App): void {
  const { view } = app.store.get();
  if (view === 'documents' || view === 'overdue') openDocument(app);
  if (view === 'receipts') openReceipt(app);
  if (view !== 'overview') return;
  const business = selectedBusiness(app);
  if (business === null) return;
  openView(app, 'documents');
  setFilter(app, business.key.toLowerCase());
}

/** The document that a receipt answers, with everything else that came for it. Esc leads back. */
function openReceipt(app: App): void {
  const { receipts } = app.store.get();
  const document = receipts.rows[receipts.cursor]?.receipt.document ?? null;
  if (document === null) return say(app, wordsOf(app)('receipts.unlinked'), 'warn');
  openDetail(app, document);
}

export function copySelected(app: App): void {
  const state = app.store.get();
  if (state.view === 'documents' || state.view === 'overdue' || state.place === 'detail') return copyDocument(app);
  if (state.view === 'receipts') {
    const one = state.receipts.rows[state.receipts.cursor];
    if (one !== undefined) copyToClipboard(app, one.receipt.fileName);
    return;
  }
  if (state.view !== 'faults') return;
  const group = shownFaults(state)[state.faults.cursor];
  if (group !== undefined)
    copyToClipboard(app, `${group.fault.code} ${group.place} ${group.fault.reason ?? ''}`.trim());
}
