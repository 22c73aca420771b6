import type { BusinessKey, CorrelationKey, DocumentId, Verdict } from '../domain/document.js';
import type { ReceiptId, ReceiptKind } from '../domain/receipt.js';
import type { AlertEvent } from './alert-events.js';
import type { BookEvent } from './book-events.js';
import type { Environment } from './environment.js';
import type { FaultRecord } from './fault.js';
import type { Direction, FlowEvent } from './flow.js';
import type { MaintenanceEvent } from './maintenance.js';
import type { SentBeforeEvent } from './sent-before-events.js';
import type { SignerEvent } from './signer-events.js';
import type { StandingNumber } from './standing-number.js';
import type { UpkeepEvent } from './upkeep-events.js';
import type { WebEvent } from './web.js';

export type { Direction, FlowName } from './flow.js';

interface DocumentFacts {
  readonly document: DocumentId;
  readonly business: BusinessKey;
  readonly name: string;
}

/**
 * Everything that happens, as data. One event has three readers (log, metrics, snapshot), each a table with a row per type:
 * a new type without its rows does not compile. Types are public names. docs/events.md is generated from the tables.
 */
export type SwicEvent =
  | {
      readonly type: 'gateway.started';
      readonly version: string;
      readonly pid: number;
      readonly clientId: string;
      readonly environment: Environment;
    }
  | { readonly type: 'gateway.stopping'; readonly reason: string }
  | { readonly type: 'gateway.stopped'; readonly openDocuments: number }
  | { readonly type: 'gateway.paused' }
  | { readonly type: 'gateway.resumed' }
  | { readonly type: 'config.changed'; readonly applied: readonly string[]; readonly restartNeeded: readonly string[] }
  | { readonly type: 'config.rejected'; readonly fault: FaultRecord }
  | { readonly type: 'metrics.unavailable'; readonly fault: FaultRecord }
  /** Files are looked at in intervals instead. */
  | { readonly type: 'watch.unavailable'; readonly path: string; readonly fault: FaultRecord }
  /** Why the agent stops: the first failure that does; its exit code follows from it. */
  | { readonly type: 'gateway.failed'; readonly fault: FaultRecord }
  /** Others could write into a directory of the agent's own, and no longer can. */
  | { readonly type: 'data.closed'; readonly path: string; readonly mode: string }
  /** A reader of the events failed; said at 1, 10, 100 and so on. */
  | { readonly type: 'reader.failed'; readonly reader: string; readonly count: number; readonly fault: FaultRecord }
  | {
      readonly type: 'transport.opening';
      readonly direction: Direction;
      readonly kind: string;
      readonly attempt: number;
    }
  | {
      readonly type: 'transport.opened';
      readonly direction: Direction;
      readonly kind: string;
      readonly durationMs: number;
    }
  | { readonly type: 'transport.blocked'; readonly direction: Direction; readonly reason: string | null }
  | { readonly type: 'transport.unblocked'; readonly direction: Direction; readonly blockedMs: number }
  | { readonly type: 'transport.ended'; readonly direction: Direction; readonly fault: FaultRecord | null }
  /** At each start where the way to another machine is not encrypted: the password can be read there, and so can documents. */
  | { readonly type: 'transport.plain'; readonly address: string }
  | {
      /** Messages were handed over and the broker has confirmed none for a while; said again when their number changes. */
      readonly type: 'transport.unconfirmed';
      readonly messages: number;
      readonly sinceMs: number;
    }
  | { readonly type: 'transport.confirmed'; readonly waitedMs: number }
  | {
      /** The receive queue is asked for and has not been consumed for a while, though there is a session. */
      readonly type: 'transport.not-consuming';
      readonly queue: string;
      readonly sinceMs: number;
    }
  | { readonly type: 'transport.consuming'; readonly queue: string; readonly waitedMs: number }
  | {
      /** How many other consumers the receive queue has, whenever that changes: receipts may go to them. */
      readonly type: 'transport.shared';
      readonly queue: string;
      readonly others: number;
    }
  | {
      readonly type: 'transport.retrying';
      readonly direction: Direction;
      readonly delayMs: number;
      readonly attempt: number;
      readonly fault: FaultRecord;
    }
  | {
      readonly type: 'outbox.looked';
      readonly business: BusinessKey;
      readonly settled: number;
      /** Handed out by earlier looks and not at their end yet. */
      readonly inFlight: number;
      readonly waiting: number;
      readonly isAtLeast: boolean;
      readonly oldestMs: number | null;
      readonly passedOver: number;
      readonly durationMs: number;
    }
  | { readonly type: 'box.missing'; readonly business: BusinessKey; readonly path: string; readonly fault: FaultRecord }
  | { readonly type: 'box.back'; readonly business: BusinessKey; readonly path: string }
  | (DocumentFacts & {
      readonly type: 'document.claimed';
      readonly sizeBytes: number;
      readonly foundMs: number;
      readonly settledMs: number;
      readonly origin: DocumentId | null;
    })
  | {
      /** Once for each entry of an OutBox that is never taken. */
      readonly type: 'file.ignored';
      readonly business: BusinessKey;
      readonly name: string;
      readonly reason: 'extension' | 'directory' | 'not-a-file' | 'not-utf8';
    }
  | {
      readonly type: 'document.put-off';
      readonly business: BusinessKey;
      readonly name: string;
      readonly fault: FaultRecord;
    }
  | (DocumentFacts & {
      readonly type: 'document.sealed';
      readonly messageId: string;
      readonly attempt: number;
      readonly keys: readonly CorrelationKey[];
    })
  | (DocumentFacts & {
      readonly type: 'document.signed';
      readonly certificateNumber: string;
      readonly algorithm: string;
      readonly durationMs: number;
    })
  | (DocumentFacts & { readonly type: 'document.retried'; readonly attempt: number; readonly fault: FaultRecord })
  | (DocumentFacts & {
      readonly type: 'document.sent';
      readonly durationMs: number;
      /** Since its file was complete in OutBox; null = that is not known. */
      readonly readyMs: number | null;
      readonly sizeBytes: number;
    })
  | (DocumentFacts & { readonly type: 'document.filed'; readonly path: string; readonly totalMs: number })
  | (DocumentFacts & {
      readonly type: 'document.rejected';
      readonly path: string;
      readonly explanation: string | null;
      readonly fault: FaultRecord;
      readonly problems: number;
    })
  | SentBeforeEvent
  | (DocumentFacts & { readonly type: 'document.warned'; readonly problems: number; readonly first: string })
  | (DocumentFacts & {
      readonly type: 'document.unknown';
      readonly policy: 'resend' | 'hold';
      readonly fault: FaultRecord;
    })
  | (DocumentFacts & {
      readonly type: 'document.settled';
      readonly as: Verdict['as'];
      readonly by: 'receipt' | 'operator';
      /** The operator; null where it was a receipt. */
      readonly who: string | null;
      readonly receipt: ReceiptId | null;
    })
  /** The file in TempBox is not what was checked and sent; `isSent`: the broker has confirmed the earlier bytes. */
  | (DocumentFacts & { readonly type: 'document.altered'; readonly isSent: boolean; readonly sha256: string })
  /** Its outcome is unknown, and this receipt may be about it or about another document of its number. */
  | (DocumentFacts & { readonly type: 'document.undecided'; readonly receipt: ReceiptId })
  | (DocumentFacts & { readonly type: 'document.withdrawn'; readonly path: string })
  | (DocumentFacts & { readonly type: 'document.recovered'; readonly decision: string; readonly stage: string })
  | {
      readonly type: 'document.lost';
      readonly document: DocumentId;
      readonly business: BusinessKey;
      readonly name: string;
      readonly where: string;
    }
  | {
      /** A file in TempBox that another ledger claimed: left where it is. */
      readonly type: 'document.foreign';
      readonly document: DocumentId;
      readonly business: BusinessKey;
      readonly name: string;
      /** Data directory of that ledger, as it was called there. */
      readonly owner: string;
    }
  | {
      readonly type: 'receipt.deposited';
      readonly receipt: ReceiptId;
      readonly business: BusinessKey;
      readonly kind: ReceiptKind;
      readonly fileName: string;
      readonly document: DocumentId | null;
      readonly code: string | null;
      readonly isSuccess: boolean | null;
      readonly text: string | null;
      /** Since its document was confirmed; null = it has none, or that is no longer known. */
      readonly answeredMs: number | null;
    }
  | {
      /** Kept until its business's receiving is started; then it is deposited. */
      readonly type: 'receipt.waiting';
      readonly receipt: ReceiptId;
      readonly business: BusinessKey;
      readonly kind: ReceiptKind;
      readonly document: DocumentId | null;
    }
  | {
      readonly type: 'receipt.duplicate';
      readonly receipt: ReceiptId;
      readonly business: BusinessKey;
      readonly fileName: string;
    }
  | {
      readonly type: 'receipt.unreadable';
      readonly receipt: ReceiptId;
      readonly fileName: string;
      readonly reason: string;
    }
  | {
      /** Addressed to another client id. Kept: it is in its InBox; refused: the broker was told never to deliver it again. */
      readonly type: 'receipt.foreign';
      /** Null where it was refused. */
      readonly receipt: ReceiptId | null;
      readonly business: BusinessKey;
      /** In InBox; '' where it was refused. */
      readonly fileName: string;
      readonly addressee: string;
      readonly policy: 'keep' | 'refuse';
    }
  | { readonly type: 'receipt.linked'; readonly receipt: ReceiptId; readonly document: DocumentId; readonly by: string }
  | {
      /** What the documents of a business are counted as has changed: at most once a second. */
      readonly type: 'documents.counted';
      readonly business: BusinessKey;
      readonly now: readonly StandingNumber[];
      readonly today: readonly StandingNumber[];
    }
  | {
      /** The number of documents whose answer is late has changed. */
      readonly type: 'documents.overdue';
      readonly business: BusinessKey;
      readonly documents: number;
    }
  | {
      /** A person's word that a refused document is dealt with. */
      readonly type: 'document.handled';
      readonly document: DocumentId;
      readonly business: BusinessKey;
      readonly name: string;
      readonly who: string;
      readonly note: string;
    }
  | { readonly type: 'verify.finished'; readonly documents: number; readonly breaks: number }
  | {
      /** A file was moved back to where the ledger says it is. */
      readonly type: 'verify.repaired';
      /** Null where the ledger knows no document. */
      readonly document: DocumentId | null;
      readonly business: string;
      readonly name: string;
      readonly from: string;
      readonly to: string;
    }
  | { readonly type: 'worker.replaced'; readonly fault: FaultRecord }
  | SignerEvent
  | FlowEvent
  | MaintenanceEvent
  | BookEvent
  | UpkeepEvent
  | WebEvent
  | AlertEvent;

/** The name of an event, e.g. `document.filed`: a public name, never renamed. */
export type EventType = SwicEvent['type'];

/** An event with its time and running number, as readers and the control socket get it. */
export interface StampedEvent {
  readonly seq: number;
  readonly atMs: number;
  readonly event: SwicEvent;
}

/**
 * Hands an event to its readers: log, metrics, recorder. Returns at once and never throws; a reader that fails is told by an
 * event.
 */
export type Emit = (event: SwicEvent) => void;
