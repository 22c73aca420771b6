import type { FaultRecord } from '../contract/fault.js';
import type { BusinessKey, CorrelationKey } from '../domain/document.js';
import type { EnvelopeFacts } from '../domain/message.js';
import type { ReceiptKind } from '../domain/receipt.js';
import type { Candidate, FileIdentity } from './boxes.js';

/** One problem found in a document. Line and column are 1-based; 0 = unknown. */
export interface Problem {
  readonly rule: string;
  readonly level: 'warn' | 'reject';
  readonly line: number;
  readonly column: number;
  /** Local names joined by '/', from the root. */
  readonly path: string;
  /** Chinese name of the field; '' where it has none. */
  readonly fieldZh: string;
  readonly found: string;
  readonly allowed: string;
  readonly zh: string;
  readonly en: string;
}

/** What the checks learned about a file's content. */
export interface Inspection {
  readonly identity: FileIdentity;
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly root: string;
  readonly namespace: string;
  /** Message type found in the content (MT number, EnvelopInfo message_type); null = use the business's default. */
  readonly messageType: string | null;
  readonly keys: readonly CorrelationKey[];
  /** Warnings, or every problem when it is rejected. */
  readonly problems: readonly Problem[];
}

/**
 * - `accepted`   may be sent
 * - `incomplete` the content ends in the middle: not finished by its writer, or broken; its age decides
 * - `rejected`   with the fault that names the kind, and all problems in `inspection`
 * - `failed`     it could not be read (`document.vanished`, `disk.*`, `worker.*`): not the document's fault
 */
export type InspectResult =
  | { readonly outcome: 'accepted'; readonly inspection: Inspection }
  | { readonly outcome: 'incomplete'; readonly fault: FaultRecord; readonly inspection: Inspection }
  | { readonly outcome: 'rejected'; readonly fault: FaultRecord; readonly inspection: Inspection }
  | { readonly outcome: 'failed'; readonly fault: FaultRecord };

/** A received message, opened and understood as far as possible. */
export interface Unsealed {
  readonly envelope: EnvelopeFacts;
  /** The receipt itself, byte for byte as the platform sent it (unwrapped). */
  readonly receipt: Uint8Array;
  readonly kind: ReceiptKind;
  readonly isSuccess: boolean | null;
  readonly root: string;
  /** Businesses this receipt can belong to, most likely first; empty = none known. */
  readonly businesses: readonly BusinessKey[];
  readonly keys: readonly CorrelationKey[];
  readonly code: string | null;
  /** Name of the table that explains the code (domain/receipts/codes.ts); null where none is known. */
  readonly codeTable: string | null;
  readonly text: string | null;
  readonly businessTimeMs: number | null;
  /** The key that names the file (`Receipt_<this>_…`); null where the receipt has none. */
  readonly fileNameKey: string | null;
  /** Roots of the documents that it can be an answer to, e.g. `CEB311Message`; empty = any. */
  readonly answers: readonly string[];
  /** Extension of the file name that the message gives itself, e.g. `.INVT`; null where it gives none. */
  readonly ownExtension: string | null;
  /** Why it could not be understood; null when it was. */
  readonly unreadable: string | null;
}

/** CPU work on bytes, done off the main thread. A worker that dies or hangs takes no document with it. */
export interface Jobs extends AsyncDisposable {
  /** Results in the order asked. Never rejects for one document: `failed` says so. */
  inspect(candidates: readonly Candidate[], signal: AbortSignal): Promise<readonly InspectResult[]>;
  /** Results in the order given. Never rejects for one message: `unreadable` says so. */
  unseal(bodies: readonly Uint8Array[], signal: AbortSignal): Promise<readonly Unsealed[]>;
}
