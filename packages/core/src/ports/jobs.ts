import type { FaultRecord } from '../contract/fault.js';
import type { CorrelationKey } from '../domain/document.js';
import type { Problem } from '../domain/problem.js';
import type { Unsealed } from '../domain/receipts/unsealed.js';
import type { Candidate, FileIdentity } from './boxes.js';

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

/** CPU work on bytes, done off the main thread but for small messages. A worker that dies or hangs takes no document with it. */
export interface Jobs extends AsyncDisposable {
  /** Results in the order asked. Never rejects for one document: `failed` says so. */
  inspect(candidates: readonly Candidate[], signal: AbortSignal): Promise<readonly InspectResult[]>;
  /** Results in the order given. Never rejects for one message: `unreadable` says so. */
  unseal(bodies: readonly Uint8Array[], signal: AbortSignal): Promise<readonly Unsealed[]>;
}
