import { Fault } from '../../contract/fault.js';
import { asInterrupted, unknownEvent } from '../../domain/document-steps.js';
import { writeSteps } from '../journal.js';
import { becomeSettled, becomeUnknown, fileOrPark } from './doubt.js';
import { confirm } from './file.js';
import { handOver } from './hand-over.js';
import { putBack } from './put-back.js';
import { refuse } from './refuse.js';
import type { SealedDocument, Sending } from './sender.js';

/** What the stations of one business's sending work with. */
export function createSending(parts: Omit<Sending, 'deliver'>): Sending {
  const deliver: Sending['deliver'] = (sealed, signal) =>
    whileDelivering(sending, sealed, () => deliverFrom(sending, sealed, null, signal));
  const sending: Sending = { ...parts, deliver };
  return sending;
}

async function whileDelivering(
  { inFlight: { delivering } }: Sending,
  { document: { id } }: SealedDocument,
  deliver: () => Promise<void>,
): Promise<void> {
  delivering.add(id);
  try {
    await deliver();
  } finally {
    delivering.delete(id);
  }
}

/** One document alone, from what the broker said of it in its batch; null = it is not handed over yet. */
export async function deliverFrom(
  sending: Sending,
  first: SealedDocument,
  answer: Fault | null,
  signal: AbortSignal,
): Promise<void> {
  const outcome = await handOver(sending, first, answer, signal);
  const { sealed } = outcome;
  switch (outcome.kind) {
    case 'confirmed':
      return fileOrPark(sending, confirm(sending, sealed), signal);
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
  if (given.attempts <= 1 && nack === null) return putBack(sending, sealed, signal);
  const fault = nack ?? new Fault('transport.outcome-unknown', { attempts: given.attempts });
  const interrupted = asInterrupted(given, fault.toRecord());
  await writeSteps(journal, [interrupted], 'durable', signal);
  journal.emit(unknownEvent(interrupted.record, sender.policy().onUnknown, interrupted.record.fault));
}
