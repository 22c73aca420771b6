import type { App } from '../../app.js';

/** Of each kind, below the numbers of the overview. */
const LATEST_MAX = 8;

/** The newest refusals and the oldest waits of all businesses. */
export async function loadLatest(app: App): Promise<void> {
  const [page, files] = await Promise.all([
    app.call('browseDocuments', {
      words: [],
      isFaultsOnly: true,
      sinceMs: null,
      untilMs: null,
      order: 'newest',
      beyond: null,
      limit: LATEST_MAX,
    }),
    app.call('listWaiting', { business: null, limit: LATEST_MAX }),
  ]);
  const waiting = files.filter(({ sinceMs }) => sinceMs !== null);
  const refused = page.documents.slice(0, LATEST_MAX);
  app.store.update(({ overview }) => ({ overview: { ...overview, latest: { refused, waiting } } }));
}
