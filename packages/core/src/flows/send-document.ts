import { Fault } from '../contract/fault.js';
import type { DocumentRecord } from '../domain/document.js';
import type { Candidate, ClaimedFile } from '../ports/boxes.js';
import type { Inspection } from '../ports/jobs.js';
import { announceSealed, deliver } from './deliver.js';
import { untilDone, untilDoneOrHeld } from './fates.js';
import type { SealedDocument } from './hand-over.js';
import { reject } from './reject-document.js';
import type { SendRoom } from './room.js';
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
  const document = createDocument(room, file, claimed);
  room.emit({
    type: 'document.claimed',
    document: document.id,
    business: room.business,
    name: document.name,
    sizeBytes: document.sizeBytes,
    foundMs: file.candidate.foundMs,
    settledMs: file.candidate.settledMs,
    origin: document.origin,
  });
  if (file.fault !== null)
    return reject(room, { document, claimed, problems: file.inspection.problems }, file.fault, signal);
  warn(room, document, file.inspection);
  const sealing: DocumentRecord = {
    ...document,
    stage: 'sealed',
    attempts: 1,
    times: { ...document.times, sealed: room.clock.nowMs() },
  };
  let sealed: Omit<SealedDocument, 'claimed'>;
  try {
    sealed = await seal(room, sealing, file.inspection.bytes, signal);
  } catch (reason) {
    return giveBack(room, { document, claimed }, Fault.from(reason, 'internal.unexpected'), signal);
  }
  await deliver(room, { ...sealed, claimed }, signal);
}

function createDocument(room: SendRoom, file: CheckedFile, claimed: ClaimedFile): DocumentRecord {
  const nowMs = room.clock.nowMs();
  const { messageId, messageType } = room.identify(claimed.id, file.inspection.messageType);
  return {
    id: claimed.id,
    business: room.business,
    name: file.candidate.name,
    sizeBytes: file.inspection.identity.sizeBytes,
    sha256: file.inspection.sha256,
    stage: 'claimed',
    keys: file.inspection.keys,
    root: file.inspection.root,
    messageId,
    messageType,
    stampMs: nowMs,
    attempts: 0,
    origin: room.takeOrigin(file.candidate.name),
    times: {
      found: file.candidate.foundMs,
      settled: file.candidate.settledMs,
      claimed: nowMs,
      sealed: null,
      confirmed: null,
      filed: null,
    },
    fault: null,
    signedBy: null,
    verdict: null,
    filedAs: null,
    standing: null,
  };
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
  unsigned: DocumentRecord,
  content: Uint8Array,
  signal: AbortSignal,
): Promise<Omit<SealedDocument, 'claimed'>> {
  const { message, signedBy } = await untilDoneOrHeld(
    (inner) => room.seal(unsigned, content, inner),
    room.gate,
    room.clock,
    signal,
  );
  const document: DocumentRecord = { ...unsigned, signedBy };
  await untilDone(
    () => room.ledger.write([{ type: 'document', record: document }], 'durable'),
    room.gate,
    room.clock,
    signal,
  );
  announceSealed(room, document, message);
  return { document, message };
}

/** Something ended the work before the broker had the document: a refusal rejects it, giving up puts it back into OutBox. */
async function giveBack(room: SendRoom, claimed: Claimed, fault: Fault, signal: AbortSignal): Promise<void> {
  if (fault.fate === 'reject') return reject(room, { ...claimed, problems: [] }, fault, signal);
  await withdraw(room, claimed);
  throw fault;
}
