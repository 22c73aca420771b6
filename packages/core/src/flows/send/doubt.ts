import { Fault } from '../../contract/fault.js';
import { type DocumentRecord, isAltered, isRefusedLater, pendingWord } from '../../domain/document.js';
import { asLost, asSettled, asUnanswered, type Step, unknownEvent } from '../../domain/document-steps.js';
import { createDeferred, type Deferred } from '../../runtime/deferred.js';
import { tellSteps, untilDone, writeSteps } from '../journal.js';
import { holdAltered } from './altered.js';
import { confirm, fileConfirmed } from './file.js';
import { findSettlement, lookBack } from './look-back.js';
import { putBack } from './put-back.js';
import { sealAgain } from './seal.js';
import type { Claimed, SealedDocument, Sending } from './sender.js';
import type { Settlement } from './unknown-desk.js';

/** Handed over, and no answer came; or refused, and an earlier attempt may have arrived. */
export async function becomeUnknown(
  sending: Sending,
  sealed: SealedDocument,
  fault: Fault,
  signal: AbortSignal,
): Promise<void> {
  const unanswered = asUnanswered(sealed.document, fault.toRecord());
  // A crash before this write leaves `sealed`, which recovery reads as unknown too.
  await writeSteps(sending.journal, [unanswered], 'durable', signal);
  return settleUnknown(sending, { document: unanswered.record, claimed: sealed.claimed }, signal);
}

/** A word came while it waited for its next attempt, and an attempt before may have arrived: its outcome is unknown, and settled. */
export async function becomeSettled(
  sending: Sending,
  sealed: SealedDocument,
  { fault, settlement }: { readonly fault: Fault; readonly settlement: Settlement },
  signal: AbortSignal,
): Promise<void> {
  // Its word writes the record.
  const document = asUnanswered(sealed.document, fault.toRecord()).record;
  sending.journal.emit(unknownEvent(document, sending.sender.policy().onUnknown, document.fault));
  return settleOrPark(sending, { document, claimed: sealed.claimed }, settlement, signal);
}

/**
 * A document of unknown outcome, from wherever it comes (a lost confirm, recovery). What is known already settles it: a receipt
 * that came before, or an operator's word that was not carried out. Else with policy `resend` it waits a moment for a receipt and
 * is then sent again under the same id, marked; with `hold` it is parked without holding a permit. One that was refused when it was
 * sent again is parked whatever the policy says.
 */
export async function settleUnknown(sending: Sending, unknown: Claimed, signal: AbortSignal): Promise<void> {
  const { onUnknown, unknownWaitMs } = sending.sender.policy();
  const { document } = unknown;
  const policy = isAltered(document) || isRefusedLater(document) ? 'hold' : onUnknown;
  sending.journal.emit(unknownEvent(document, policy, document.fault));
  const known = await findKnown(sending, document, signal);
  if (known !== null) return settleOrPark(sending, unknown, known, signal);
  if (policy === 'hold') return park(sending, unknown);
  await settleOrPark(sending, unknown, await wait(sending, document, unknownWaitMs, signal), signal);
}

/** A receipt, or the word that an operator was told is kept, and that the last run did not live to carry out. */
async function findKnown(sending: Sending, document: DocumentRecord, signal: AbortSignal): Promise<Settlement | null> {
  const proven = await untilDone(sending.journal, () => findSettlement(sending, document), signal);
  const verdict = pendingWord(document);
  if (proven !== null || verdict === null) return proven;
  return { decision: verdict.as, by: 'operator', verdict, kept: createDeferred() };
}

function wait(
  sending: Sending,
  { id }: DocumentRecord,
  waitMs: number | null,
  signal: AbortSignal,
): Promise<Settlement> {
  const settlement = sending.inFlight.unknowns.wait(id, waitMs, signal);
  // A receipt may have become durable since it was last looked.
  sending.inFlight.spawn((inner) => untilDone(sending.journal, () => lookBack(sending, id, null), inner));
  return settlement;
}

/** A document that is confirmed: into SentBox, or parked when its file is not what was sent. */
export async function fileOrPark(sending: Sending, confirmed: Claimed, signal: AbortSignal): Promise<void> {
  const altered = await fileConfirmed(sending, confirmed, signal);
  if (altered !== null) parkAltered(sending, confirmed, altered);
}

function parkAltered(sending: Sending, { claimed }: Claimed, document: DocumentRecord): void {
  sending.journal.emit(unknownEvent(document, 'hold', document.fault));
  park(sending, { document, claimed });
}

function park(sending: Sending, unknown: Claimed): void {
  sending.inFlight.spawn(async (flowSignal) => {
    const settlement = await wait(sending, unknown.document, null, flowSignal);
    await settleOrPark(sending, unknown, settlement, flowSignal);
  });
}

/** What could not be done leaves the document unknown, and said so: the next word about it finds a wait that takes it. */
async function settleOrPark(
  sending: Sending,
  unknown: Claimed,
  settlement: Settlement,
  signal: AbortSignal,
): Promise<void> {
  // That it was sent is known of this one; a receipt says nothing about its file.
  if (isAltered(unknown.document) && settlement.by !== 'operator') return park(sending, unknown);
  try {
    await settle(sending, unknown, settlement, signal);
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (fault.code === 'operation.aborted' || fault.fate === 'halt') throw fault;
    sending.journal.emit(unknownEvent(unknown.document, 'hold', fault.toRecord()));
    park(sending, unknown);
  }
}

async function settle(sending: Sending, unknown: Claimed, settlement: Settlement, signal: AbortSignal): Promise<void> {
  const settled =
    settlement.by === 'policy' ? null : asSettled(unknown.document, settlement, sending.journal.clock.nowMs());
  if (settlement.by === 'operator' && settled !== null) await keepWord(sending, settled, settlement.kept);
  // A word about a refused one says more of the broker than we know: the next may be tried.
  if (unknown.document.fault?.code === 'transport.nacked') sending.inFlight.nacked.release();
  // Our own policy has its event in the second sending.
  if (settled !== null) tellSteps(sending.journal, [settled]);
  const document = settled?.record ?? unknown.document;
  switch (settlement.decision) {
    case 'sent':
      return fileOrPark(sending, confirm(sending, { ...unknown, document }), signal);
    case 'withdraw':
      return putBack(sending, { ...unknown, document }, signal);
    case 'resend':
      return sendAgain(sending, { ...unknown, document }, signal);
    case 'lost':
      return writeSteps(sending.journal, [asLost(document)], 'durable', signal);
  }
}

/** An operator's word is durable before it is acknowledged: whatever ends us after that, the next start carries it out. */
async function keepWord(
  { journal: { ledger } }: Sending,
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

async function sendAgain(sending: Sending, unknown: Claimed, signal: AbortSignal): Promise<void> {
  const { boxes } = sending.sender;
  const { document, claimed } = unknown;
  const bytes = await untilDone(sending.journal, () => boxes.read(claimed).catch(vanished), signal);
  if (bytes instanceof Fault) throw bytes;
  // Asked after reading, so that what was read is what was compared.
  const compare = (): Promise<boolean | Fault> => boxes.isUnchanged(claimed, document).catch(vanished);
  const isUnchanged = await untilDone(sending.journal, compare, signal);
  if (isUnchanged instanceof Fault) throw isUnchanged;
  if (!isUnchanged) return parkAltered(sending, unknown, await holdAltered(sending, unknown, signal));
  return sending.deliver(await sealAgain(sending, unknown, bytes, signal), signal);
}

/** A file that was taken out of TempBox does not come back by waiting: a person has to know. */
function vanished(reason: unknown): Fault {
  if (reason instanceof Fault && reason.code === 'document.vanished') return reason;
  throw reason;
}
