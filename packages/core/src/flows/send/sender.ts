import type { FaultRecord } from '../../contract/fault.js';
import type { TypedFile } from '../../domain/businesses/message-type.js';
import type { BusinessKey, DocumentId, DocumentRecord } from '../../domain/document.js';
import type { Message } from '../../domain/message.js';
import type { Problem } from '../../domain/problem.js';
import type { Boxes, ClaimedFile, InBox, OutBox } from '../../ports/boxes.js';
import type { Enclosed } from '../../ports/envelope.js';
import type { SessionWait } from '../await-session.js';
import type { Journal } from '../journal.js';
import type { SharedHold } from './shared-hold.js';
import type { UnknownDesk } from './unknown-desk.js';

/** Limits and policies of one business's sending; read anew each time, so a changed configuration takes effect. */
export interface SendPolicy {
  /** Documents in flight at a time (同时最大任务数). */
  readonly maxConcurrent: number;
  /** An OutBox is looked at this often even if no bell rang: losing every event costs at most this. */
  readonly scanIntervalMs: number;
  /** How long an unfinished file may stay still before it is called truncated. */
  readonly incompleteGraceMs: number;
  /** What happens to a document whose send was interrupted before the confirm. */
  readonly onUnknown: 'resend' | 'hold';
  /** With `resend`: how long an arriving receipt may settle it first. */
  readonly unknownWaitMs: number;
  /** What happens to a file with the content of one that was sent within these hours. */
  readonly onDuplicate: 'off' | 'warn' | 'hold';
  readonly duplicateHours: number;
  /** What happens to a file with the number of a declaration that was sent with another content. */
  readonly onAmendment: 'send' | 'warn' | 'hold';
}

/** What goes into the envelope, and the time that the message says. */
export interface Content {
  readonly bytes: Uint8Array;
  readonly sealedMs: number;
}

/** What a document became: the message, and the number of the certificate that signed it; null = it is not signed. */
export interface Sealed {
  readonly message: Message;
  readonly signedBy: string | null;
}

/** The explanation that goes into InBox for a rejected document. */
export interface Explanation {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** What a document of this business is called. */
export interface DocumentNames {
  mintId(): DocumentId;
  /** Message id for a document, and the type it is sent as. */
  identify(id: DocumentId, file: TypedFile): { readonly messageId: string; readonly messageType: string };
}

/** Which files of this OutBox were put there by a resend, and from which document. */
export interface Origins {
  /** Asking changes nothing. */
  has(name: string): boolean;
  /** The document a file was sent again from; consumed by asking. */
  take(name: string): DocumentId | null;
  /** Gives it back for a file that returned to OutBox under this name. */
  keep(name: string, origin: DocumentId): Promise<void>;
}

/** What one business sends with: ports and settings, nothing concrete. */
export interface Sender extends SessionWait {
  readonly business: BusinessKey;
  policy(): SendPolicy;
  readonly outBox: OutBox;
  readonly boxes: Boxes;
  readonly inBox: InBox;
  readonly names: DocumentNames;
  readonly origins: Origins;
  /**
   * Signs where the business asks for it and puts the content into its envelope; rejects with `signer.*` Faults. What needs no signature
   * is sealed at once, and throws what a promise would reject with.
   */
  readonly seal: (document: Enclosed, content: Content, signal: AbortSignal) => Sealed | Promise<Sealed>;
  /** Logical name of the send queue. */
  readonly queue: string;
  readonly explain: (document: DocumentRecord, fault: FaultRecord, problems: readonly Problem[]) => Explanation;
}

/** Documents between their durable intent and their end. */
export interface InFlight {
  /** Each of them, but those that wait at the desk alone: nothing else may say what became of them. */
  readonly delivering: Set<DocumentId>;
  readonly unknowns: UnknownDesk;
  /** Holds the gate after a nack of a document that is not sent again without a word. */
  readonly nacked: SharedHold;
  /** Aborts when the flow is told to end: what only waits for broker and signer then does so no longer. */
  readonly ending: () => AbortSignal;
  /** Runs in the background as long as the flow lives: for documents that wait without holding a permit. */
  readonly spawn: (work: (signal: AbortSignal) => Promise<void>) => void;
}

/** What the stations of one business's sending work with. */
export interface Sending {
  readonly sender: Sender;
  readonly journal: Journal;
  readonly inFlight: InFlight;
  /** From the durable intent to one of the ends: filed, rejected, withdrawn, or parked as unknown. */
  readonly deliver: (sealed: SealedDocument, signal: AbortSignal) => Promise<void>;
}

/** A document and its file in TempBox. */
export interface Claimed {
  readonly document: DocumentRecord;
  readonly claimed: ClaimedFile;
}

/** A document whose intent to send is durable, with the message it became. */
export interface SealedDocument extends Claimed {
  readonly message: Message;
}
