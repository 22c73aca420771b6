import { type App, start } from '../../app.js';

/** More than a person reads of one directory. */
const FILES_MAX = 300;

/** What is in the OutBox of this business and not sent, with the reasons. Above the overview; Esc leads back. */
export function openWaiting(app: App, business: string): void {
  app.store.update(() => ({ place: 'waiting', waiting: { business, files: null, cursor: 0 } }));
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
