import type { App } from './app.js';
import { placeOf } from './screens/views.js';
import type { PlaceName } from './state.js';

interface Pace {
  lastMs: number;
  /** The numbers of the businesses at the latest look; '' = it failed, or there was none. */
  seen: string;
  isBusy: boolean;
}

/** Looks again at what the open place shows of the ledger, at its pace. Called with every snapshot. */
export function createRefresher(app: () => App): () => void {
  const paces = new Map<PlaceName, Pace>();
  return () => {
    const { store, clock } = app();
    const state = store.get();
    const { name, refresh } = placeOf(state);
    if (refresh === null) return;
    const pace = paces.get(name) ?? { lastMs: Number.NEGATIVE_INFINITY, seen: '', isBusy: false };
    paces.set(name, pace);
    if (pace.isBusy || clock.tickMs() - pace.lastMs < refresh.everyMs(state)) return;
    if (refresh.isAfterChange) {
      const now = JSON.stringify(state.snapshot?.businesses.map(({ counts, inFlight }) => [counts, inFlight]));
      if (now === pace.seen) return;
      pace.seen = now;
    }
    pace.lastMs = clock.tickMs();
    pace.isBusy = true;
    // What fails is told by the connection, and an agent of another version may not know the question: what is shown stays.
    void refresh
      .run(app())
      .catch(() => (pace.seen = ''))
      .finally(() => (pace.isBusy = false));
  };
}
