import { Fault, type FaultRecord } from '../contract/fault.js';
import { nextDelayMs } from '../domain/backoff.js';
import type { DocumentRecord, Verdict } from '../domain/document.js';
import { ATTEMPT_HEADER, type Message } from '../domain/message.js';
import { holdAltered, isAltered } from './altered-document.js';
import { PROBE_BACKOFF, untilDone } from './fates.js';
import { fileAsSent } from './file-document.js';
import { reject } from './reject-document.js';
import type { SendRoom } from './room.js';
import type { Settlement } from './unknown-desk.js';
import { type Claimed, withdraw } from './withdraw-document.js';

/** A document whose intent to send is durable, with the message it became. */
export interface SealedDocument extends Claimed {
  readonly message: Message;
}

type HandOver =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'refused'; readonly fault: Fault }
  | { readonly kind: 'unknown'; readonly fault: Fault }
  | { readonly kind: 'given-up' };

/** From the durable intent to one of the ends: filed, rejected, withdrawn, or parked as unknown. */
export async function deliver(room: SendRoom, sealed: SealedDocument, signal: AbortSignal): Promise<void> {
  room.delivering.add(sealed.document.id);
  try {
    await deliverNow(room, sealed, signal);
  } finally {
    room.delivering.delete(sealed.document.id);
  }
}

async function deliverNow(room: SendRoom, sealed: SealedDocument, signal: AbortSignal): Promise<void> {
  const outcome = await handOver(room, sealed.message, signal);
  switch (outcome.kind) {
    case 'confirmed':
      return fileOrPark(room, sealed, signal);
    case 'refused':
      return reject(room, { ...sealed, problems: [] }, outcome.fault, signal);
    case 'given-up':
      return giveUp(room, sealed, signal);
    case 'unknown':
      return becomeUnknown(room, sealed, outcome.fault, signal);
  }
}

/**
 * Nothing was handed over this time. On the first attempt that makes it certain that the broker does not have it: the file goes
 * back into OutBox and is a new document next time. On a later one the first may have arrived, so the document stays unknown
 * under its old id: as a new one it would be doubled without a mark.
 */
async function giveUp(room: SendRoom, sealed: SealedDocument, signal: AbortSignal): Promise<void> {
  if (sealed.document.attempts <= 1) return withdraw(room, sealed);
  const fault = new Fault('transport.outcome-unknown', { attempts: sealed.document.attempts }).toRecord();
  const document: DocumentRecord = { ...sealed.document, stage: 'unknown', fault };
  await untilDone(
    () => room.ledger.write([{ type: 'document', record: document }], 'durable'),
    room.gate,
    room.clock,
    signal,
  );
}

/**
 * Resolves when there is one of three certain answers, or the unknown one. A session that had ended before anything was handed
 * over, a nack, a blocked or misconfigured broker are waited out here: broker trouble is never a document's fault.
 */
async function handOver(room: SendRoom, message: Message, signal: AbortSignal): Promise<HandOver> {
  let delayMs = 0;
  let release: (() => void) | null = null;
  try {
    for (;;) {
      const outcome = await handOverOnce(room, message, signal);
      if (outcome.kind !== 'not-yet') return outcome;
      // A closed session needs no wait of its own: room.session waits for the next one.
      if (outcome.fault.code === 'transport.closed') continue;
      release ??= room.gate.hold(outcome.fault);
      delayMs = nextDelayMs(PROBE_BACKOFF, delayMs, room.clock.random());
      if (!(await slept(room, delayMs, signal))) return { kind: 'given-up' };
    }
  } finally {
    release?.();
  }
}

/** `not-yet`: the broker certainly does not have it, and it is the world that is wrong. */
async function handOverOnce(
  room: SendRoom,
  message: Message,
  signal: AbortSignal,
): Promise<HandOver | { readonly kind: 'not-yet'; readonly fault: Fault }> {
  try {
    const session = await room.session(signal);
    await session.send(room.queue, message, signal);
    return { kind: 'confirmed' };
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (fault.code === 'transport.outcome-unknown') return { kind: 'unknown', fault };
    if (fault.code === 'operation.aborted') return { kind: 'given-up' };
    if (fault.fate === 'reject') return { kind: 'refused', fault };
    if (fault.fate === 'halt') throw fault;
    return { kind: 'not-yet', fault };
  }
}

async function slept(room: SendRoom, delayMs: number, signal: AbortSignal): Promise<boolean> {
  await room.clock.sleep(delayMs, signal).catch(() => undefined);
  return !signal.aborted;
}

async function becomeUnknown(room: SendRoom, sealed: SealedDocument, fault: Fault, signal: AbortSignal): Promise<void> {
  const document: DocumentRecord = { ...sealed.document, stage: 'unknown', fault: fault.toRecord() };
  // A crash before this write leaves `sealed`, which recovery reads as unknown too.
  await untilDone(
    () => room.ledger.write([{ type: 'document', record: document }], 'durable'),
    room.gate,
    room.clock,
    signal,
  );
  return settleUnknown(room, { document, claimed: sealed.claimed }, signal);
}

/**
 * A document of unknown outcome, from wherever it comes (a lost confirm, recovery). With policy `resend` it waits a moment for
 * a receipt to settle it and is then sent again under the same id, marked; with `hold` it is parked without holding a permit.
 */
export async function settleUnknown(room: SendRoom, unknown: Claimed, signal: AbortSignal): Promise<void> {
  const { onUnknown, unknownWaitMs } = room.policy();
  const { id, fault } = unknown.document;
  const policy = isAltered(unknown.document) ? 'hold' : onUnknown;
  announceUnknown(room, unknown, policy, fault ?? new Fault('transport.outcome-unknown').toRecord());
  if (policy === 'hold') return park(room, unknown);
  const settlement = await room.unknowns.wait(id, unknownWaitMs, signal);
  await settleOrPark(room, unknown, settlement, signal);
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
    const settlement = await room.unknowns.wait(unknown.document.id, null, flowSignal);
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
  const { id, business, name } = unknown.document;
  const { decision, by } = settlement;
  const receipt = by === 'receipt' ? settlement.receipt : null;
  const verdict = verdictOf(room, settlement) ?? unknown.document.verdict;
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
      receipt,
    });
  const document: DocumentRecord = { ...unknown.document, verdict };
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
      return untilDone(
        () => room.ledger.write([{ type: 'document', record: { ...document, stage: 'lost' } }], 'durable'),
        room.gate,
        room.clock,
        signal,
      );
  }
}

/** Null for our own policy: that is no word about what happened. */
function verdictOf(room: SendRoom, settlement: Settlement): Verdict | null {
  switch (settlement.by) {
    case 'operator':
      return settlement.verdict;
    case 'receipt':
      return { as: 'sent', by: '', atMs: room.clock.nowMs(), receipt: settlement.receipt };
    case 'policy':
      return null;
  }
}

/** The same id, the same bytes, one attempt more: the platform can tell a duplicate, and so can we. */
async function sendAgain(room: SendRoom, unknown: Claimed, signal: AbortSignal): Promise<void> {
  const marked: DocumentRecord = {
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
  if (!(await again(() => room.boxes.isUnchanged(unknown.claimed, marked))))
    return parkAltered(room, unknown, await holdAltered(room, unknown, signal));
  const { message: first, signedBy } = await again((inner) => room.seal(marked, content, inner));
  const document: DocumentRecord = { ...marked, signedBy };
  const message: Message = { ...first, headers: { ...first.headers, [ATTEMPT_HEADER]: String(document.attempts) } };
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
