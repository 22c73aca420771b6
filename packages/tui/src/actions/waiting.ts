import { type App, start } from '../app.js';
import { selectedBusiness } from './flows.js';

/** More than a person reads of one directory. */
const FILES_MAX = 300;
/** Of each kind, below the numbers of the overview. */
const LATEST_MAX = 8;

/** What is in the OutBox of the selected business and not sent, with the reasons. Above the overview; Esc leads back. */
export function openWaiting(app: App): void {
  const business = selectedBusiness(app);
  if (business === null) return;
  app.store.update(() => ({ place: 'waiting', waiting: { business: business.key, files: null, cursor: 0 } }));
  start(app, () => loadWaiting(app));
}

export async function loadWaiting(app: App): Promise<void> {
  const asked = app.store.get().waiting;
  if (asked === null) return;
  const files = await app.call('listWaiting', { business: asked.business, limit: FILES_MAX });
  app.store.update(({ waiting }) =>
    waiting?.business === asked.business
      ? { waiting: { ...waiting, files, cursor: Math.min(waiting.cursor, Math.max(0, files.length - 1)) } }
      : {},
  );
}

/** The newest refusals and the oldest waits of all businesses. */
export async function loadLatest(app: App): Promise<void> {
  const [page, files] = await Promise.all([
    app.call('browseDocuments', { words: [], isFaultsOnly: true, order: 'newest', beyond: null, limit: LATEST_MAX }),
    app.call('listWaiting', { business: null, limit: LATEST_MAX }),
  ]);
  const waiting = files.filter(({ sinceMs }) => sinceMs !== null);
  app.store.update(() => ({ latest: { refused: page.documents.slice(0, LATEST_MAX), waiting } }));
}
