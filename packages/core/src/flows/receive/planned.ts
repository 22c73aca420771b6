import type { ReceiptRecord } from '../../domain/receipt.js';
import type { Delivery } from '../../ports/transport.js';
import type { Companion } from './companions.js';
import type { Correlation } from './correlate.js';
import type { Held } from './in-hand.js';

/**
 * A receipt that is ours and on its way into InBox, with those that share its file. One step after the other changes it.
 *
 *     in-hand ──deposit──▶ deposited ──ledger──▶ recorded;   in-hand ──receiving is stopped──▶ waiting
 *     known: was deposited before, and may now be surely accepted
 */
export interface Planned extends Held {
  record: ReceiptRecord;
  readonly delivery: Delivery;
  /** Until it is deposited, or waits: nothing after that needs them. */
  bytes: Uint8Array;
  readonly correlation: Correlation | null;
  readonly companions: readonly Companion[];
  /** The other client id that it is addressed to; null = it is ours. */
  readonly foreignTo: string | null;
  /** False when an earlier try made it durable and could not deposit it. */
  readonly isNew: boolean;
  state: 'in-hand' | 'deposited' | 'recorded' | 'waiting' | 'known';
}
