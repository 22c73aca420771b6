import type { Page } from './page.js';

/** A list that moves more often than this cannot be read. */
const EVERY_MS: Readonly<Record<string, number>> = { documents: 2_000, receipts: 5_000, overdue: 30_000 };

/** Each second: what time it is, and what the open list shows of the ledger, where something happened since. */
export function createRefresher(page: Page): () => void {
  const { store, clock } = page;
  let seen = '';
  let lastMs = 0;
  return () => {
    const state = store.get();
    store.update(() => ({
      nowMs: clock.nowMs(),
      ...(state.notice !== null && state.notice.untilMs < clock.nowMs() ? { notice: null } : {}),
    }));
    const view = /^#\/([\w-]*)$/.exec(location.hash)?.[1] ?? '';
    const everyMs = EVERY_MS[view];
    if (everyMs === undefined || state.link.kind !== 'live' || clock.tickMs() - lastMs < everyMs) return;
    const now = `${view} ${JSON.stringify(state.snapshot?.businesses.map(({ counts, inFlight }) => [counts, inFlight]))}`;
    if (now === seen && view !== 'overdue') return;
    seen = now;
    lastMs = clock.tickMs();
    const look = { documents: page.documents, receipts: page.receipts, overdue: page.overdue }[view];
    const again = (): void => void (seen = '');
    // What fails or has to wait is tried again; the connection says why.
    void look?.refresh().then((isDone) => isDone === false && again(), again);
  };
}
