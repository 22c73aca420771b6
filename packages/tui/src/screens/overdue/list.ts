import { OverdueList } from '@swic/desk';
import type { App } from '../../app.js';

const open = ({ store, call, clock }: App): OverdueList => new OverdueList(store, call, clock);

/** The one of this dashboard. */
export const overdueList = (app: App): OverdueList => app.own(open);
