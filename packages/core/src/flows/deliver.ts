import { Fault, type FaultRecord } from '../contract/fault.js';
import { type DocumentRecord, pendingWord, renewedWord, type Verdict } from '../domain/document.js';
import type { Message } from '../domain/message.js';
import { createDeferred } from '../runtime/deferred.js';
import { holdAltered, isAltered } from './altered-document.js';
import { untilDone } from './fates.js';
import { fileAsSent } from './file-document.js';
import { handOver, marked, type SealedDocument } from './hand-over.js';
import { findSettlement, lookBack } from './look-back.js';
import { reject } from './reject-document.js';
import type { SendRoom } from './room.js';
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
  const fault = (nack ?? new Fault('transport.outcome-unknown', { attempts: given.attempts })).toRecord();
  // An operator who said "send it again" need not say it once more.
  const document: DocumentRecord = { ...renewedWord(given), stage: 'unknown', fault };
  await write(room, document, signal);
  announceUnknown(room, { document, claimed }, room.policy().onUnknown, fault);
}

function write(room: SendRoom, record: DocumentRecord, signal: AbortSignal): Promise<void> {
  return untilDone(() => room.ledger.write([{ type: 'document', record }], 'durable'), room.gate, room.clock, signal);
}

async function becomeUnknown(room: SendRoom, sealed: SealedDocument, fault: Fault, signal: AbortSignal): Promise<void> {
  const document: DocumentRecord = { ...sealed.document, stage: 'unknown', fault: fault.toRecord() };
  // A crash before this write leaves `sealed`, which recovery reads as unknown too.
  await write(room, document, signal);
  return settleUnknown(room, { document, claimed: sealed.claimed }, signal);
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
  announceUnknown(room, unknown, policy, document.fault ?? new Fault('transport.outcome-unknown').toRecord());
  const known = await findKnown(room, document, signal);
  if (known !== null) return settleOrPark(room, unknown, known, signal);
  if (policy === 'hold') return park(room, unknown);
  await settleOrPark(room, unknown, await wait(room, document, unknownWaitMs, signal), signal);
}

/** A receipt, or the word that an operator was told is kept, and that the last run did not live to carry out. */
async function findKnown(room: SendRoom, document: DocumentRecord, signal: AbortSignal): Promise<Settlement | null> {
  const proven = await untilDone(() => findSettlement(room, document), room.gate, room.clock, signal);
  const verdict = pendingWord(document);
  if (proven !== null || verdict === null) return proven;
  return { decision: verdict.as, by: 'operator', verdict, kept: createDeferred() };
}

function wait(room: SendRoom, { id }: DocumentRecord, waitMs: number | null, signal: AbortSignal): Promise<Settlement> {
  const settlement = room.unknowns.wait(id, waitMs, signal);
  // A receipt may have become durable since it was last looked.
  room.spawn((inner) => untilDone(() => lookBack(room, id, null), room.gate, room.clock, inner));
  return settlement;
}

/** Into SentBox, or parked when its file is not what was sent. */
async function fileOrPark(room: SendRoom, sent: Claimed, signal: AbortSignal): Promise<void> {
  const altered = await fileAsSent(room, sent, signal);
  if (altered !== null) parkAltered(room, sent, altered);
}

function parkAltered(room: SendRoom, { claimed }: Claimed, document: DocumentRecord): void {
  const altered: Claimed = { document, claimed };
  announceUnknown(room, altered, 'hold', document.fault ?? new Fault('document.altered').toRecord());
  park(room, altered);
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
    announceUnknown(room, unknown, 'hold', fault.toRecord());
    park(room, unknown);
  }
}

function announceUnknown(
  room: SendRoom,
  { document: { id, business, name } }: Claimed,
  policy: 'resend' | 'hold',
  fault: FaultRecord,
): void {
  room.emit({ type: 'document.unknown', document: id, business, name, policy, fault });
}

async function settle(room: SendRoom, unknown: Claimed, settlement: Settlement, signal: AbortSignal): Promise<void> {
  const { id, business, name, fault } = unknown.document;
  const { decision, by } = settlement;
  const document = await withVerdict(room, unknown.document, settlement);
  // A word about a refused one says more of the broker than we know: the next may be tried.
  if (fault?.code === 'transport.nacked') room.nacked.release();
  // Our own policy has its event in the second sending.
  if (by !== 'policy')
    room.emit({
      type: 'document.settled',
      document: id,
      business,
      name,
      as: decision,
      by,
      who: by === 'operator' ? settlement.verdict.by : null,
      receipt: by === 'receipt' ? settlement.receipt : null,
    });
  switch (decision) {
    case 'sent':
      return fileOrPark(
        room,
        { ...unknown, document: { ...document, fault: isAltered(document) ? document.fault : null } },
        signal,
      );
    case 'withdraw':
      return withdraw(room, { ...unknown, document });
    case 'resend':
      return sendAgain(room, { ...unknown, document }, signal);
    case 'lost':
      return write(room, { ...document, stage: 'lost' }, signal);
  }
}

/** An operator's word is durable before it is acknowledged: whatever ends us after that, the next start carries it out. */
async function withVerdict(room: SendRoom, document: DocumentRecord, settlement: Settlement): Promise<DocumentRecord> {
  switch (settlement.by) {
    case 'policy':
      return document;
    case 'receipt': {
      const { receipt } = settlement;
      const verdict: Verdict = {
        as: 'sent',
        by: '',
        atMs: room.clock.nowMs(),
        receipt,
        afterAttempts: document.attempts,
      };
      return { ...document, verdict };
    }
    case 'operator': {
      const record: DocumentRecord = { ...document, verdict: settlement.verdict };
      try {
        await room.ledger.write([{ type: 'document', record }], 'durable');
      } catch (reason) {
        settlement.kept.reject(reason);
        throw reason;
      }
      settlement.kept.resolve();
      return record;
    }
  }
}

/** The same id, the same bytes, one attempt more. */
async function sendAgain(room: SendRoom, unknown: Claimed, signal: AbortSignal): Promise<void> {
  const sealing: DocumentRecord = {
    ...unknown.document,
    stage: 'sealed',
    fault: null,
    attempts: unknown.document.attempts + 1,
  };
  const again = <T>(step: (inner: AbortSignal) => Promise<T>): Promise<T> =>
    untilDone(step, room.gate, room.clock, signal);
  const content = await again(() => room.boxes.read(unknown.claimed).catch(vanished));
  if (content instanceof Fault) throw content;
  // Asked after reading, so that what was read is what was compared.
  if (!(await again(() => room.boxes.isUnchanged(unknown.claimed, sealing))))
    return parkAltered(room, unknown, await holdAltered(room, unknown, signal));
  const { message: first, signedBy } = await again((inner) => room.seal(sealing, content, inner));
  const document: DocumentRecord = { ...sealing, signedBy };
  const message = marked(first, document);
  await again(() => room.ledger.write([{ type: 'document', record: document }], 'durable'));
  const { id, business, name, attempts: attempt } = document;
  const why = unknown.document.fault ?? new Fault('transport.outcome-unknown').toRecord();
  room.emit({ type: 'document.retried', document: id, business, name, attempt, fault: why });
  announceSealed(room, document, message);
  return deliver(room, { document, claimed: unknown.claimed, message }, signal);
}

/** A file that somebody took out of TempBox does not come back by waiting: a person has to know. */
function vanished(reason: unknown): Fault {
  if (reason instanceof Fault && reason.code === 'document.vanished') return reason;
  throw reason;
}

export function announceSealed(room: SendRoom, document: DocumentRecord, message: Message): void {
  room.emit({
    type: 'document.sealed',
    document: document.id,
    business: room.business,
    name: document.name,
    messageId: message.id,
    attempt: document.attempts,
    keys: document.keys,
  });
}
