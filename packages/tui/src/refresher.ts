import { loadDetail } from './actions/documents.js';
import { loadLatest, loadWaiting } from './actions/waiting.js';
import type { App } from './app.js';
import type { PlaceName } from './keys.js';

/** A list that moves more often than this cannot be read. */
const REFRESH_MS = 1_000;
const REFRESH_OVERVIEW_MS = 5_000;
/** By state a look may go through the whole ledger. */
const REFRESH_BY_STATE_MS = 10_000;

/** Looks again at what a view shows of the ledger, when the numbers say that something moved. Called with every snapshot. */
export function createRefresher(app: () => App): () => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  let seen = '';
  const overview = createOverviewRefresher(app);
  return () => {
    const { store, clock, documents, receipts, overdue } = app();
    const { view, place, snapshot, documents: shown } = store.get();
    if (view === 'overview') return overview.refresh(place);
    if (view !== 'documents' && view !== 'receipts' && view !== 'overdue') return;
    if (view === 'overdue' && place !== 'detail') {
      // Nothing has to move for a document to become late, so the list has a pace of its own. It shows by itself what failed.
      void overdue.refresh().catch(() => undefined);
      return;
    }
    const isByState = view === 'documents' && place !== 'detail' && shown.order === 'state';
    if (clock.tickMs() - lastMs < (isByState ? REFRESH_BY_STATE_MS : REFRESH_MS)) return;
    const now = JSON.stringify(snapshot?.businesses.map(({ counts, inFlight }) => [counts, inFlight]));
    if (now === seen) return;
    seen = now;
    lastMs = clock.tickMs();
    // A refresh that fails is the connection's business: what is shown stays, and the next snapshot tries again.
    const list = view === 'documents' ? documents : receipts;
    const work = place === 'detail' ? loadDetail(app()) : list.refresh();
    void work.catch(() => (seen = ''));
  };
}

/** What the overview and the list above it show beside the numbers; both at the pace of a person. */
function createOverviewRefresher(app: () => App): { readonly refresh: (place: PlaceName) => void } {
  let lastMs = Number.NEGATIVE_INFINITY;
  let isBusy = false;
  return {
    refresh: (place) => {
      const { tickMs } = app().clock;
      if (isBusy || tickMs() - lastMs < REFRESH_OVERVIEW_MS) return;
      lastMs = tickMs();
      isBusy = true;
      // What fails is told by the connection; an agent of another version may not know the question.
      void (place === 'waiting' ? loadWaiting(app()) : loadLatest(app()))
        .catch(() => undefined)
        .finally(() => (isBusy = false));
    },
  };
}
