import type { Shared } from './parts/shared.js';
import type { ActWorld } from './web/acts.js';

/** Keeps in the ledger what a user of the page asked for. */
export function createKeepAct({
  ledger,
  mintId,
  clock,
}: Pick<Shared, 'ledger' | 'mintId' | 'clock'>): ActWorld['keepAct'] {
  return (user, act) =>
    ledger.write([{ type: 'act', record: { id: mintId(), atMs: clock.nowMs(), user, ...act } }], 'durable');
}
