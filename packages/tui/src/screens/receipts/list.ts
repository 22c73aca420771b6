import { ReceiptList } from '@swic/desk';
import type { App } from '../../app.js';

const open = ({ store, call }: App): ReceiptList => new ReceiptList(store, call);

/** The one of this dashboard. */
export const receiptList = (app: App): ReceiptList => app.own(open);
