import { Fault } from '../contract/fault.js';
import type { DocumentRecord } from '../domain/document.js';
import { asClaimed, asSealed, type Step } from '../domain/document-steps.js';
import type { Candidate, ClaimedFile } from '../ports/boxes.js';
import type { Inspection } from '../ports/jobs.js';
import { deliver } from './deliver.js';
import type { SealedDocument } from './hand-over.js';
import { tellSteps, untilDoneOrHeld, writeSteps } from './journal.js';
import { reject } from './reject-document.js';
import type { Sealed, SendRoom } from './room.js';
import { type Claimed, withdraw } from './withdraw-document.js';

/** A file that was found, is still, and was checked. `fault` says why it must not be sent; null = it may. */
export interface CheckedFile {
  readonly candidate: Candidate;
  readonly inspection: Inspection;
  readonly fault: Fault | null;
}

/**
 * The spine: one document from claim to filing. Durable order is code order; what a crash would leave is said at each step,
 * and the recovery table (ledger/recovery.ts) knows each of these states.
 *
 * Rejects with `operation.aborted` when the work was given up before the outcome was known, with `document.vanished` or
 * `document.changed` when the file could not be claimed (it is still the firm's), and with faults of fate `halt`.
 */
export async function sendDocument(room: SendRoom, file: CheckedFile, signal: AbortSignal): Promise<void> {
  // A crash after the rename leaves a file in TempBox that no ledger knows: recovery puts it back into OutBox.
  const claimed = await room.boxes.claim(file.candidate, room.mintId());
  const begun = begin(room, file, claimed);
  tellSteps(room, [begun]);
  const document = begun.record;
  if (file.fault !== null)
    return reject(room, { document, claimed, problems: file.inspection.problems }, file.fault, signal);
  warn(room, document, file.inspection);
  let sealed: Omit<SealedDocument, 'claimed'>;
  try {
    sealed = await seal(room, document, file.inspection.bytes, signal);
  } catch (reason) {
    return giveBack(room, { document, claimed }, Fault.from(reason, 'internal.unexpected'), signal);
  }
  await deliver(room, { ...sealed, claimed }, signal);
}

function begin(room: SendRoom, { candidate, inspection }: CheckedFile, { id }: ClaimedFile): Step {
  const { identity, sha256, keys, root, messageType } = inspection;
  const { name, foundMs, settledMs } = candidate;
  const claim = {
    id,
    business: room.business,
    name,
    sizeBytes: identity.sizeBytes,
    sha256,
    keys,
    root,
    ...room.identify(id, { name, root, foundType: messageType }),
    origin: room.takeOrigin(name),
    claimedMs: room.clock.nowMs(),
  };
  return asClaimed(claim, { foundMs, settledMs });
}

function warn(room: SendRoom, document: DocumentRecord, inspection: Inspection): void {
  const first = inspection.problems[0];
  if (first === undefined) return;
  const { id, name } = document;
  const problems = inspection.problems.length;
  room.emit({ type: 'document.warned', document: id, business: room.business, name, problems, first: first.rule });
}

/**
 * Signs, wraps, and makes the intent to send durable. A crash after it leaves a `sealed` document: outcome unknown. Who cannot
 * sign now has held the gate; the document is not kept waiting in TempBox for that, it goes back and waits before the queue.
 */
async function seal(
  room: SendRoom,
  claimed: DocumentRecord,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<Omit<SealedDocument, 'claimed'>> {
  const sealedMs = room.clock.nowMs();
  const seal = (inner: AbortSignal): Promise<Sealed> => room.seal(claimed, { bytes, sealedMs }, inner);
  const { message, signedBy } = await untilDoneOrHeld(room, seal, signal);
  const intent = asSealed(claimed, { sealedMs, signedBy });
  await writeSteps(room, [intent], 'durable', signal);
  return { document: intent.record, message };
}

/** Something ended the work before the broker had the document: a refusal rejects it, giving up puts it back into OutBox. */
async function giveBack(room: SendRoom, claimed: Claimed, fault: Fault, signal: AbortSignal): Promise<void> {
  if (fault.fate === 'reject') return reject(room, { ...claimed, problems: [] }, fault, signal);
  await withdraw(room, claimed);
  throw fault;
}
