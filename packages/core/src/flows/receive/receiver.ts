import type { Fault } from '../../contract/fault.js';
import type { BusinessKey, DocumentId, DocumentRecord } from '../../domain/document.js';
import type { ReceiptId, ReceiptRecord } from '../../domain/receipt.js';
import type { Unsealed } from '../../domain/receipts/unsealed.js';
import type { InBox } from '../../ports/boxes.js';
import type { Jobs } from '../../ports/jobs.js';
import type { SessionWait } from '../await-session.js';
import type { FlowGate } from '../flow-gate.js';
import type { Journal } from '../journal.js';
import type { InHand } from './in-hand.js';

/** Where one business's receipts go. */
export interface ReceiveDesk {
  readonly business: BusinessKey;
  readonly inBox: InBox;
  readonly gate: FlowGate;
}

/** InBoxes that cannot be written now. */
export interface InBoxTroubles {
  has(desk: ReceiveDesk): boolean;
  /** Holds this business's receiving, and deposits what waited once its InBox can be written again. */
  add(desk: ReceiveDesk, fault: Fault): void;
}

/** Messages that were delivered too often, by fingerprint, while one of them is being handled: durable, since it may end us. */
export interface Suspects {
  has(fingerprint: string): boolean;
  /** On disk when it returns; throws `disk.*`. */
  mark(fingerprint: string): void;
  clear(fingerprint: string): void;
}

/** What a receipt is called, and what its names tell. */
export interface ReceiptNames {
  mintId(): ReceiptId;
  /** The document id inside a message id of ours; null when it is not one of ours. */
  documentOf(messageId: string): DocumentId | null;
  nameReceipt(
    unsealed: Unsealed,
    document: DocumentRecord | null,
    arrival: { readonly business: BusinessKey; readonly receivedMs: number },
  ): string;
}

/** Hex. */
export interface Digests {
  /** SHA-256 over message id and body. */
  fingerprint(messageId: string, body: Uint8Array): string;
  sha256(bytes: Uint8Array): string;
}

/**
 * What the receive flow works with: ports and settings, nothing concrete. The platform answers all businesses on one queue, so there
 * is one flow for all of them; a business whose receiving is stopped has its receipts kept in the ledger until it is started again.
 */
export interface Receiver extends SessionWait {
  readonly jobs: Jobs;
  readonly queue: string;
  readonly prefetch: number;
  /** The desk of the first of these that is configured; the desk of `OTHERS` when none is. */
  readonly desk: (businesses: readonly BusinessKey[]) => ReceiveDesk;
  readonly desks: () => readonly ReceiveDesk[];
  readonly names: ReceiptNames;
  readonly digests: Digests;
  /** Names of the keys that the platform assigns: receipts bring them. */
  readonly assignedKeys: ReadonlySet<string>;
  /** The client id that a receipt is addressed to, where that is not ours and ours is not among them; null = it is for us. */
  readonly foreignTo: (unsealed: Unsealed) => string | null;
  readonly onForeign: 'keep' | 'refuse';
}

/** Receipts between their arrival and the disk. */
export interface Incoming {
  readonly inHand: InHand;
  readonly suspects: Suspects;
  readonly inBoxTroubles: InBoxTroubles;
  /** A receipt was deposited: bring it to disk soon, then the ledger may forget its bytes. */
  readonly flushLater: (record: ReceiptRecord) => void;
  /** A receipt is durable that may settle this document: it is looked at again where its outcome is unknown. */
  readonly reconsider: (document: DocumentId, receipt: ReceiptId) => void;
}

/** What the stations of receiving work with. */
export interface Receiving {
  readonly receiver: Receiver;
  readonly journal: Journal;
  readonly incoming: Incoming;
}
