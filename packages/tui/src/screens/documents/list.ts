import { DocumentList } from '@swic/desk';
import type { App } from '../../app.js';

const open = ({ store, call }: App): DocumentList => new DocumentList(store, call);

/** The one of this dashboard. */
export const documentList = (app: App): DocumentList => app.own(open);
