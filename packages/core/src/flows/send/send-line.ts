import { Fault } from '../../contract/fault.js';
import { asInterrupted, unknownEvent } from '../../domain/document-steps.js';
import { writeSteps } from '../journal.js';
import { type CheckedFile, claim } from './claim.js';
import { becomeSettled, becomeUnknown, fileOrPark } from './doubt.js';
import { handOver } from './hand-over.js';
import { putBack } from './put-back.js';
import { refuse } from './refuse.js';
import { seal } from './seal.js';
import type { SealedDocument, Sending } from './sender.js';

/**
 * The stations of one business's sending, one after the other: claim, seal, hand over, file. Durable order is code order; what a
 * crash would leave is said at each station, and the recovery table knows each of these states.
 */
export function createSending(parts: Omit<Sending, 'deliver'>): Sending {
  const sending: Sending = { ...parts, deliver: (sealed, signal) => deliver(sending, sealed, signal) };
  return sending;
}

/**
 * One document from claim to filing.
 *
 * Rejects with `operation.aborted` when the work was given up before the outcome was known, with `document.vanished` or
 * `document.changed` when the file could not be claimed (it is still the firm's), and with faults of fate `halt`.
 */
export async function sendDocument(sending: Sending, file: CheckedFile, signal: AbortSignal): Promise<void> {
  // Rename into TempBox. A crash after it leaves a file that no ledger knows: recovery puts it back into OutBox.
  const claimed = await claim(sending, file);
  const { problems, bytes } = file.inspection;
  if (file.fault !== null) return refuse(sending, { ...claimed, problems }, file.fault, signal);
  let sealed: SealedDocument;
  try {
    // Sign, envelope, and the durable intent. A crash after it leaves `sealed`: outcome unknown.
    sealed = await seal(sending, claimed, bytes, signal);
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (fault.fate === 'reject') return refuse(sending, { ...claimed, problems: [] }, fault, signal);
    await putBack(sending, claimed);
    throw fault;
  }
  await sending.deliver(sealed, signal);
}

async function deliver(sending: Sending, sealed: SealedDocument, signal: AbortSignal): Promise<void> {
  const { delivering } = sending.inFlight;
  delivering.add(sealed.document.id);
  try {
    await deliverNow(sending, sealed, signal);
  } finally {
    delivering.delete(sealed.document.id);
  }
}

async function deliverNow(sending: Sending, first: SealedDocument, signal: AbortSignal): Promise<void> {
  // To the broker. A crash until the file is moved leaves `sealed` in TempBox, and the policy may send it again, marked.
  const outcome = await handOver(sending, first, signal);
  const { sealed } = outcome;
  switch (outcome.kind) {
    case 'confirmed':
      // Into SentBox; the rename is the memory of the confirm, the record follows.
      return fileOrPark(sending, sealed, signal);
    case 'refused':
      // An earlier attempt may have arrived: as refused it would be corrected and be there twice.
      if (sealed.document.attempts > 1) return becomeUnknown(sending, sealed, outcome.fault, signal);
      return refuse(sending, { ...sealed, problems: [] }, outcome.fault, signal);
    case 'given-up':
      return giveUp(sending, sealed, outcome.fault, signal);
    case 'unknown':
      return becomeUnknown(sending, sealed, outcome.fault, signal);
    case 'settled':
      return becomeSettled(sending, sealed, outcome, signal);
  }
}

/**
 * Nothing was handed over this time. On the first attempt that makes it certain that the broker does not have it: the file goes
 * back into OutBox and is a new document next time. After another attempt, or a nack, something may have arrived, so the document
 * stays unknown under its old id: as a new one it would be doubled without a mark.
 */
async function giveUp(
  sending: Sending,
  sealed: SealedDocument,
  nack: Fault | null,
  signal: AbortSignal,
): Promise<void> {
  const { sender, journal } = sending;
  const { document: given } = sealed;
  if (given.attempts <= 1 && nack === null) return putBack(sending, sealed);
  const fault = nack ?? new Fault('transport.outcome-unknown', { attempts: given.attempts });
  const interrupted = asInterrupted(given, fault.toRecord());
  await writeSteps(journal, [interrupted], 'durable', signal);
  journal.emit(unknownEvent(interrupted.record, sender.policy().onUnknown, interrupted.record.fault));
}
