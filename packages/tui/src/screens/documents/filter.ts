import { start } from '../../app.js';
import type { Filter } from '../view.js';
import { documentList } from './list.js';

export const DOCUMENTS_FILTER: Filter = {
  get: ({ documents }) => documents.filter,
  set: (app, filter) => {
    app.store.update(({ documents }) => ({ documents: { ...documents, filter } }));
    start(app, () => documentList(app).reload());
  },
};
