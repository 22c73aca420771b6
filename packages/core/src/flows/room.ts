import type { Emit } from '../contract/events.js';
import type { Fault, FaultRecord } from '../contract/fault.js';
import type { TypedFile } from '../domain/businesses/message-type.js';
import type { BusinessKey, DocumentId, DocumentRecord } from '../domain/document.js';
import type { Message } from '../domain/message.js';
import type { Problem } from '../domain/problem.js';
import type { Boxes, InBox, OutBox } from '../ports/boxes.js';
import type { Clock } from '../ports/clock.js';
import type { Enclosed } from '../ports/envelope.js';
import type { Jobs } from '../ports/jobs.js';
import type { Ledger } from '../ports/ledger.js';
import type { Session } from '../ports/transport.js';
import type { Bell } from '../runtime/bell.js';
import type { JointLimiter } from '../runtime/limiter.js';
import type { DuplicateGuard } from './duplicate-guard.js';
import type { FlowGate } from './flow-gate.js';
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
}

/** What goes into the envelope, and the time that the message says. */
export interface Content {
  readonly bytes: Uint8Array;
  readonly sealedMs: number;
}

/** What a document became: the message, and the number of the certificate that signed it; null = nobody did. */
export interface Sealed {
  readonly message: Message;
  readonly signedBy: string | null;
}

/** Everything one business's send flow works with: ports and settings, nothing concrete. */
export interface SendRoom {
  readonly business: BusinessKey;
  policy(): SendPolicy;
  readonly outBox: OutBox;
  /** Absolute path of the OutBox, for recovery. */
  readonly outBoxPath: string;
  readonly boxes: Boxes;
  readonly inBox: InBox;
  readonly jobs: Jobs;
  readonly ledger: Ledger;
  /** Signs where the business asks for it and puts the content into its envelope; rejects with `signer.*` Faults. */
  readonly seal: (document: Enclosed, content: Content, signal: AbortSignal) => Promise<Sealed>;
  /** The live session; waits while there is none. */
  readonly session: (signal: AbortSignal) => Promise<Session>;
  /** Why there is none just now. */
  readonly sessionFault: () => Fault;
  /** Logical name of the send queue. */
  readonly queue: string;
  readonly gate: FlowGate;
  readonly bell: Bell;
  /** Bounds the documents of this business and the bytes of all of them in flight. */
  readonly limiter: JointLimiter;
  readonly unknowns: UnknownDesk;
  /** Holds the gate after a nack of a document that is not sent again without a word. */
  readonly nacked: SharedHold;
  /** Aborts when the flow is told to end: what only waits for the world then does so no longer. */
  readonly ending: () => AbortSignal;
  /** Documents between their durable intent and the end it leads to: nobody else may say what became of them. */
  readonly delivering: Set<DocumentId>;
  /** Runs in the background as long as the flow lives: for documents that wait without holding a permit. */
  readonly spawn: (work: (signal: AbortSignal) => Promise<void>) => void;
  readonly mintId: () => DocumentId;
  /** Message id for a document, and the type it is sent as. */
  readonly identify: (id: DocumentId, file: TypedFile) => { readonly messageId: string; readonly messageType: string };
  /** Was this file put into OutBox by a resend? Asking changes nothing. */
  readonly isResend: (name: string) => boolean;
  readonly duplicates: DuplicateGuard;
  /** The document a file in OutBox was sent again from; consumed by asking. */
  readonly takeOrigin: (name: string) => DocumentId | null;
  /** Gives it back for a file that returned to OutBox under this name. */
  readonly keepOrigin: (name: string, origin: DocumentId) => Promise<void>;
  /** The explanation that goes into InBox for a rejected document: file name and bytes. */
  readonly explain: (document: DocumentRecord, fault: FaultRecord, problems: readonly Problem[]) => Explanation;
  readonly clock: Clock;
  readonly emit: Emit;
}

export interface Explanation {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}
