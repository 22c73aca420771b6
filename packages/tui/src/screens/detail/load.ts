import { type App, start } from '../../app.js';

/** Above the view it was opened from. */
export function openDetail(app: App, document: string): void {
  app.store.update(() => ({ place: 'detail', detail: { document, examination: null, diff: null, top: 0 } }));
  start(app, () => loadDetail(app));
  void loadDiff(app, document);
}

/** Once: two files are read and compared for it. Most documents have no earlier one, and the answer says so by a Fault. */
async function loadDiff(app: App, document: string): Promise<void> {
  const diff = await app.call('diff', { document, other: null }).catch(() => null);
  app.store.update(({ detail }) => (detail?.document === document ? { detail: { ...detail, diff } } : {}));
}

/** Also when the document that is open moves on. */
export async function loadDetail(app: App): Promise<void> {
  const asked = app.store.get().detail;
  if (asked === null) return;
  const examination = await app.call('examine', { document: asked.document });
  app.store.update(({ detail }) => (detail?.document === asked.document ? { detail: { ...detail, examination } } : {}));
}

/** The document that the place is about, above it. */
export function openDocument(app: App): void {
  const document = app.document();
  if (document !== null) openDetail(app, document.id);
}
