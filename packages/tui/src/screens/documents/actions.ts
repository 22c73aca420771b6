import { type App, start } from '../../app.js';
import { documentList } from './list.js';

export function toggleMark(app: App): void {
  const document = app.document();
  if (document === null) return;
  app.store.update(({ documents }) => {
    const marked = new Set(documents.marked);
    if (!marked.delete(document.id)) marked.add(document.id);
    return { documents: { ...documents, marked } };
  });
  start(app, () => documentList(app).move('down', 1));
}

export function toggleFaultsOnly(app: App): void {
  app.store.update(({ documents }) => ({ documents: { ...documents, isFaultsOnly: !documents.isFaultsOnly } }));
  start(app, () => documentList(app).reload());
}

const NEXT_ORDER = { newest: 'oldest', oldest: 'state', state: 'name', name: 'newest' } as const;

export function nextOrder(app: App): void {
  app.store.update(({ documents }) => ({ documents: { ...documents, order: NEXT_ORDER[documents.order] } }));
  start(app, () => documentList(app).reload());
}
