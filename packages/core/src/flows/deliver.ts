import { Fault } from '../contract/fault.js';
import { type DocumentRecord, isAltered, pendingWord } from '../domain/document.js';
import {
  asInterrupted,
  asLost,
  asSealedAgain,
  asSettled,
  asUnanswered,
  type Step,
  unknownEvent,
} from '../domain/document-steps.js';
import { createDeferred, type Deferred } from '../runtime/deferred.js';
import { holdAltered } from './altered-document.js';
import { fileAsSent } from './file-document.js';
import { handOver, marked, type SealedDocument } from './hand-over.js';
import { tellSteps, untilDone, writeSteps } from './journal.js';
import { findSettlement, lookBack } from './look-back.js';
import { reject } from './reject-document.js';
import type { Sealed, SendRoom } from './room.js';
import type { Settlement } from './unknown-desk.js';
import { type Claimed, withdraw } from './withdraw-document.js';

/** From the durable intent to one of the ends: filed, rejected, withdrawn, or parked as unknown. */
export async function deliver(room: SendRoom, sealed: SealedDocument, signal: AbortSignal): Promise<void> {
  room.delivering.add(sealed.document.id);
  try {
    await deliverNow(room, sealed, signal);
  } finally {
    room.delivering.delete(sealed.document.id);
  }
}

async function deliverNow(room: SendRoom, first: SealedDocument, signal: AbortSignal): Promise<void> {
  const outcome = await handOver(room, first, signal);
  const { sealed } = outcome;
  switch (outcome.kind) {
    case 'confirmed':
      return fileOrPark(room, sealed, signal);
    case 'refused':
      return reject(room, { ...sealed, problems: [] }, outcome.fault, signal);
    case 'given-up':
      return giveUp(room, sealed, outcome.fault, signal);
    case 'unknown':
      return becomeUnknown(room, sealed, outcome.fault, signal);
  }
}

/**
 * Nothing was handed over this time. On the first attempt that makes it certain that the broker does not have it: the file goes
 * back into OutBox and is a new document next time. After another attempt, or a nack, something may have arrived, so the document
 * stays unknown under its old id: as a new one it would be doubled without a mark.
 */
async function giveUp(
  room: SendRoom,
  { document: given, claimed }: SealedDocument,
  nack: Fault | null,
  signal: AbortSignal,
): Promise<void> {
  if (given.attempts <= 1 && nack === null) return withdraw(room, { document: given, claimed });
  const fault = nack ?? new Fault('transport.outcome-unknown', { attempts: given.attempts });
  const interrupted = asInterrupted(given, fault.toRecord());
  await writeSteps(room, [interrupted], 'durable', signal);
  room.emit(unknownEvent(interrupted.record, room.policy().onUnknown, interrupted.record.fault));
}

async function becomeUnknown(room: SendRoom, sealed: SealedDocument, fault: Fault, signal: AbortSignal): Promise<void> {
  const unanswered = asUnanswered(sealed.document, fault.toRecord());
  // A crash before this write leaves `sealed`, which recovery reads as unknown too.
  await writeSteps(room, [unanswered], 'durable', signal);
  return settleUnknown(room, { document: unanswered.record, claimed: sealed.claimed }, signal);
}

/**
 * A document of unknown outcome, from wherever it comes (a lost confirm, recovery). What is known already settles it: a receipt
 * that came before, or an operator's word that was not carried out. Else with policy `resend` it waits a moment for a receipt and
 * is then sent again under the same id, marked; with `hold` it is parked without holding a permit.
 */
export async function settleUnknown(room: SendRoom, unknown: Claimed, signal: AbortSignal): Promise<void> {
  const { onUnknown, unknownWaitMs } = room.policy();
  const { document } = unknown;
  const policy = isAltered(document) ? 'hold' : onUnknown;
  room.emit(unknownEvent(document, policy, document.fault));
  const known = await findKnown(room, document, signal);
  if (known !== null) return settleOrPark(room, unknown, known, signal);
  if (policy === 'hold') return park(room, unknown);
  await settleOrPark(room, unknown, await wait(room, document, unknownWaitMs, signal), signal);
}

/** A receipt, or the word that an operator was told is kept, and that the last run did not live to carry out. */
async function findKnown(room: SendRoom, document: DocumentRecord, signal: AbortSignal): Promise<Settlement | null> {
  const proven = await untilDone(room, () => findSettlement(room, document), signal);
  const verdict = pendingWord(document);
  if (proven !== null || verdict === null) return proven;
  return { decision: verdict.as, by: 'operator', verdict, kept: createDeferred() };
}

function wait(room: SendRoom, { id }: DocumentRecord, waitMs: number | null, signal: AbortSignal): Promise<Settlement> {
  const settlement = room.unknowns.wait(id, waitMs, signal);
  // A receipt may have become durable since it was last looked.
  room.spawn((inner) => untilDone(room, () => lookBack(room, id, null), inner));
  return settlement;
}

/** Into SentBox, or parked when its file is not what was sent. */
async function fileOrPark(room: SendRoom, sent: Claimed, signal: AbortSignal): Promise<void> {
  const altered = await fileAsSent(room, sent, signal);
  if (altered !== null) parkAltered(room, sent, altered);
}

function parkAltered(room: SendRoom, { claimed }: Claimed, document: DocumentRecord): void {
  room.emit(unknownEvent(document, 'hold', document.fault));
  park(room, { document, claimed });
}

function park(room: SendRoom, unknown: Claimed): void {
  room.spawn(async (flowSignal) => {
    const settlement = await wait(room, unknown.document, null, flowSignal);
    await settleOrPark(room, unknown, settlement, flowSignal);
  });
}

/** What could not be done leaves the document unknown, and said so: the next word about it finds somebody who waits for it. */
async function settleOrPark(
  room: SendRoom,
  unknown: Claimed,
  settlement: Settlement,
  signal: AbortSignal,
): Promise<void> {
  // That it was sent is known of this one; a receipt says nothing about its file.
  if (isAltered(unknown.document) && settlement.by !== 'operator') return park(room, unknown);
  try {
    await settle(room, unknown, settlement, signal);
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (fault.code === 'operation.aborted' || fault.fate === 'halt') throw fault;
    room.emit(unknownEvent(unknown.document, 'hold', fault.toRecord()));
    park(room, unknown);
  }
}

async function settle(room: SendRoom, unknown: Claimed, settlement: Settlement, signal: AbortSignal): Promise<void> {
  const settled = settlement.by === 'policy' ? null : asSettled(unknown.document, settlement, room.clock.nowMs());
  if (settlement.by === 'operator' && settled !== null) await keepWord(room, settled, settlement.kept);
  // A word about a refused one says more of the broker than we know: the next may be tried.
  if (unknown.document.fault?.code === 'transport.nacked') room.nacked.release();
  // Our own policy has its event in the second sending.
  if (settled !== null) tellSteps(room, [settled]);
  const document = settled?.record ?? unknown.document;
  switch (settlement.decision) {
    case 'sent':
      return fileOrPark(room, { ...unknown, document }, signal);
    case 'withdraw':
      return withdraw(room, { ...unknown, document });
    case 'resend':
      return sendAgain(room, { ...unknown, document }, signal);
    case 'lost':
      return writeSteps(room, [asLost(document)], 'durable', signal);
  }
}

/** An operator's word is durable before it is acknowledged: whatever ends us after that, the next start carries it out. */
async function keepWord(
  { ledger }: SendRoom,
  { record }: Step,
  kept: Pick<Deferred<void>, 'resolve' | 'reject'>,
): Promise<void> {
  try {
    await ledger.write([{ type: 'document', record }], 'durable');
  } catch (reason) {
    kept.reject(reason);
    throw reason;
  }
  kept.resolve();
}

/** The same id, the same bytes, one attempt more. */
async function sendAgain(room: SendRoom, unknown: Claimed, signal: AbortSignal): Promise<void> {
  const { document, claimed } = unknown;
  const bytes = await untilDone(room, () => room.boxes.read(claimed).catch(vanished), signal);
  if (bytes instanceof Fault) throw bytes;
  // Asked after reading, so that what was read is what was compared.
  if (!(await untilDone(room, () => room.boxes.isUnchanged(claimed, document), signal)))
    return parkAltered(room, unknown, await holdAltered(room, unknown, signal));
  const sealedMs = document.times.sealed ?? document.times.claimed;
  const seal = (inner: AbortSignal): Promise<Sealed> => room.seal(document, { bytes, sealedMs }, inner);
  const { message, signedBy } = await untilDone(room, seal, signal);
  const again = asSealedAgain(document, signedBy);
  await writeSteps(room, [again], 'durable', signal);
  return deliver(room, { document: again.record, claimed, message: marked(message, again.record) }, signal);
}

/** A file that somebody took out of TempBox does not come back by waiting: a person has to know. */
function vanished(reason: unknown): Fault {
  if (reason instanceof Fault && reason.code === 'document.vanished') return reason;
  throw reason;
}
