import type { SwicEvent } from '../contract/events.js';
import { Fault, type FaultRecord } from '../contract/fault.js';
import {
  type BusinessKey,
  type CorrelationKey,
  type DocumentId,
  type DocumentRecord,
  type DocumentTimes,
  type FiledAs,
  isAltered,
  renewedWord,
  type Verdict,
} from './document.js';
import type { ReceiptId } from './receipt.js';

/**
 * One step of a document's life: the record after it, and what is told of it once the record is as durable as the step asks.
 * Every change of a record is made here, from the claim to its end; the flows decide which step it is, and write it.
 */
export interface Step {
  readonly record: DocumentRecord;
  readonly events: readonly SwicEvent[];
}

/** What is known of a document when its file was claimed. */
export interface Claim {
  readonly id: DocumentId;
  readonly business: BusinessKey;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly keys: readonly CorrelationKey[];
  readonly root: string;
  readonly messageId: string | null;
  readonly messageType: string | null;
  readonly origin: DocumentId | null;
  readonly claimedMs: number;
}

/** When its file was seen first and was still, and when it was filed: null where that is not known. */
type Seen = Pick<DocumentTimes, 'found' | 'settled' | 'filed'>;

const UNSEEN: Seen = { found: null, settled: null, filed: null };

/**
 * Field by field: every later record of the document is a copy of this one, and a copy of an object that was itself put together
 * from parts costs several times as much (measured: 12 and 4 microseconds, against less than one).
 */
function begin(claim: Claim, { found, settled, filed }: Seen): DocumentRecord {
  const { claimedMs } = claim;
  return {
    id: claim.id,
    business: claim.business,
    name: claim.name,
    sizeBytes: claim.sizeBytes,
    sha256: claim.sha256,
    keys: claim.keys,
    root: claim.root,
    messageId: claim.messageId,
    messageType: claim.messageType,
    origin: claim.origin,
    stage: 'claimed',
    stampMs: claimedMs,
    attempts: 0,
    times: { found, settled, sealed: null, confirmed: null, filed, claimed: claimedMs },
    fault: null,
    signedBy: null,
    verdict: null,
    filedAs: null,
    standing: null,
  };
}

/** Its file was renamed into TempBox. The ledger does not hear of it: a file without a record is put back into OutBox. */
export function asClaimed(
  claim: Claim,
  { foundMs, settledMs }: { readonly foundMs: number; readonly settledMs: number },
): Step {
  const record = begin(claim, { found: foundMs, settled: settledMs, filed: null });
  const { sizeBytes, origin } = record;
  return { record, events: [{ type: 'document.claimed', sizeBytes, foundMs, settledMs, origin, ...factsOf(record) }] };
}

/** Its file is in TempBox and its record was lost, perhaps after it was handed over: so the outcome is unknown. */
export function asAdopted(claim: Claim): Step {
  const fault = new Fault('ledger.damaged').toRecord();
  return { record: { ...begin(claim, UNSEEN), stage: 'unknown', attempts: 1, fault }, events: [] };
}

/** Its file is in SentBox or FailBox and its record was lost. */
export function asRebuilt(claim: Claim, filedAs: FiledAs): Step {
  const isSent = filedAs.box === 'SentBox';
  const record = begin(claim, { ...UNSEEN, filed: claim.claimedMs });
  return {
    record: { ...record, stage: isSent ? 'filed' : 'rejected', attempts: isSent ? 1 : 0, filedAs },
    events: [],
  };
}

/** For a record that is made without a beginning, in one write with it: the ledger lets none begin at its end. */
export function beforeTheEnd({ record }: Step): Step {
  return { record: { ...record, stage: 'sealed', filedAs: null }, events: [] };
}

/** Its message is made, and it is about to be handed over for the first time. */
export function asSealed(
  before: DocumentRecord,
  { sealedMs, signedBy }: { readonly sealedMs: number; readonly signedBy: string | null },
): Step {
  const times = { ...before.times, sealed: sealedMs };
  const record: DocumentRecord = { ...before, stage: 'sealed', attempts: 1, times, signedBy };
  return { record, events: [sealedEvent(record)] };
}

/** The same message is made again for a document of unknown outcome: the same id, one attempt more. */
export function asSealedAgain(before: DocumentRecord, signedBy: string | null): Step {
  const { fault: why, attempts } = before;
  const record: DocumentRecord = { ...before, stage: 'sealed', fault: null, attempts: attempts + 1, signedBy };
  return { record, events: [retriedEvent(record, why ?? outcomeUnknown()), sealedEvent(record)] };
}

/** A nack declined it for now: the next attempt counts, since a queue may have it. */
export function asTriedAgain(before: DocumentRecord, fault: FaultRecord): Step {
  const record = { ...before, attempts: before.attempts + 1 };
  return { record, events: [retriedEvent(record, fault)] };
}

/** The broker confirmed it, or something that counts as much. Told once: what was held back for its file was told before. */
export function asConfirmed(before: DocumentRecord, nowMs: number): Step {
  const confirmed = before.times.confirmed ?? nowMs;
  const isNews = !isAltered(before);
  // What it waited for is over; a difference of its file stays named, for a later comparison.
  const fault = isNews ? null : before.fault;
  const record: DocumentRecord = { ...before, fault, times: { ...before.times, confirmed } };
  const { sizeBytes, times } = record;
  const durationMs = confirmed - (times.sealed ?? confirmed);
  const readyMs = times.settled === null ? null : Math.max(0, confirmed - times.settled);
  return {
    record,
    events: isNews ? [{ type: 'document.sent', sizeBytes, durationMs, readyMs, ...factsOf(record) }] : [],
  };
}

/** The broker has it, and its move to SentBox has to wait. */
export function asSentAndWaiting(confirmed: DocumentRecord, fault: FaultRecord): Step {
  return { record: { ...confirmed, stage: 'sent', fault }, events: [] };
}

/** In SentBox; `filedAs` null: its file was taken out of TempBox by hand, so a person has to know. */
export function asFiled(confirmed: DocumentRecord, filedAs: FiledAs | null, nowMs: number): Step {
  const times = { ...confirmed.times, filed: nowMs };
  const record: DocumentRecord = { ...confirmed, stage: 'filed', filedAs, times };
  const facts = factsOf(record);
  const path = filedAs?.path ?? '';
  const totalMs = nowMs - (times.found ?? nowMs);
  return { record, events: [...lostUnless(facts, filedAs), { type: 'document.filed', path, totalMs, ...facts }] };
}

/** Our checks, the signer or the broker refused it. Decided; its file and its explanation follow. */
export function asRejected(before: DocumentRecord, fault: FaultRecord): Step {
  return { record: { ...before, stage: 'rejected', fault }, events: [] };
}

export interface FiledRejection {
  /** Null = its file was taken out of TempBox by hand. */
  readonly filedAs: FiledAs | null;
  /** File name in InBox. */
  readonly explanation: string;
  readonly problems: number;
  readonly nowMs: number;
}

/** In FailBox, and its explanation in InBox. */
export function asRejectionFiled(
  rejected: DocumentRecord,
  { filedAs, explanation, problems, nowMs }: FiledRejection,
): Step {
  const record: DocumentRecord = { ...rejected, filedAs, times: { ...rejected.times, filed: nowMs } };
  const facts = factsOf(record);
  const why = { explanation, problems, fault: rejected.fault ?? new Fault('internal.unexpected').toRecord() };
  const told = { ...facts, type: 'document.rejected', path: filedAs?.path ?? '', ...why } as const;
  return { record, events: [...lostUnless(facts, filedAs), told] };
}

/** Back in OutBox. */
export function asWithdrawn(before: DocumentRecord, filedAs: FiledAs): Step {
  const record: DocumentRecord = { ...before, stage: 'withdrawn', filedAs };
  return { record, events: [{ ...factsOf(record), type: 'document.withdrawn', path: filedAs.path }] };
}

/** Handed over, and no answer came; or refused, and an earlier attempt may have arrived. */
export function asUnanswered(before: DocumentRecord, fault: FaultRecord): Step {
  return { record: { ...before, stage: 'unknown', fault }, events: [] };
}

/**
 * Its way ended before it was known whether it was handed over this time: given up, or the run before was killed. An operator who
 * said "send it again" need not say it once more.
 */
export function asInterrupted(before: DocumentRecord, fault: FaultRecord | null): Step {
  return { record: { ...renewedWord(before), stage: 'unknown', fault: fault ?? before.fault }, events: [] };
}

/** Told whenever a document begins to wait for its outcome, and why; null = no answer came. */
export function unknownEvent(unknown: DocumentRecord, policy: 'resend' | 'hold', why: FaultRecord | null): SwicEvent {
  return { ...factsOf(unknown), type: 'document.unknown', policy, fault: why ?? outcomeUnknown() };
}

/** Another program wrote into its file after the checks: it waits for an operator, whatever was said before. */
export function asAltered(before: DocumentRecord, path: string): Step {
  const fault = new Fault('document.altered', { path }).toRecord();
  const record: DocumentRecord = { ...before, stage: 'unknown', fault, verdict: null };
  const { sha256, times } = before;
  const isSent = times.confirmed !== null;
  return { record, events: [{ ...factsOf(record), type: 'document.altered', isSent, sha256 }] };
}

/** What settles a document of unknown outcome. */
export type Word =
  | { readonly by: 'receipt'; readonly receipt: ReceiptId }
  | { readonly by: 'operator'; readonly verdict: Verdict };

/** What settled it goes into its record; what follows from that is a step of its own. */
export function asSettled(unknown: DocumentRecord, word: Word, nowMs: number): Step {
  const verdict =
    word.by === 'operator'
      ? { ...word.verdict, afterAttempts: unknown.attempts }
      : receiptsVerdict(unknown, word.receipt, nowMs);
  const record: DocumentRecord = { ...unknown, verdict };
  return { record, events: [settledEvent(record, word, verdict)] };
}

/** Its file is nowhere, and an operator said so, or what became of its message: nothing more happens to it. */
export function asClosed(before: DocumentRecord, verdict: Verdict): Step {
  const isSent = verdict.as === 'sent';
  const times = isSent ? { ...before.times, filed: verdict.atMs } : before.times;
  const record: DocumentRecord = { ...before, stage: isSent ? 'filed' : 'lost', verdict, times };
  return { record, events: [settledEvent(record, { by: 'operator', verdict }, verdict)] };
}

/** What an operator's word said of it already: its file is gone. */
export function asLost(settled: DocumentRecord): Step {
  return { record: { ...settled, stage: 'lost' }, events: [] };
}

export interface Found {
  readonly stage: 'filed' | 'rejected' | 'withdrawn';
  readonly filedAs: FiledAs | null;
  readonly nowMs: number;
}

/** The ledger had not heard that its file was moved; recovery found it there. */
export function asFound(before: DocumentRecord, { stage, filedAs, nowMs }: Found): Step {
  const times = { ...before.times, filed: before.times.filed ?? nowMs };
  return { record: { ...before, stage, filedAs, times }, events: [] };
}

/** A power cut had taken the move to SentBox back, and it was made again. */
export function asFiledAgain(filed: DocumentRecord, filedAs: FiledAs): Step {
  const record: DocumentRecord = { ...filed, filedAs };
  const told = { ...factsOf(record), type: 'document.recovered', decision: 'file-to-sent', stage: 'filed' } as const;
  return { record, events: [told] };
}

function outcomeUnknown(): FaultRecord {
  return new Fault('transport.outcome-unknown').toRecord();
}

/** What was taken out of TempBox by hand cannot be moved from there, and a person has to know. */
function lostUnless(facts: Facts, filedAs: FiledAs | null): readonly SwicEvent[] {
  return filedAs === null ? [{ ...facts, type: 'document.lost', where: 'TempBox' }] : [];
}

/** Behind the other fields, not before them: what is added behind a spread costs two to four microseconds (decision 0081). */
type Facts = Readonly<{ document: DocumentId; business: BusinessKey; name: string }>;

function factsOf({ id, business, name }: DocumentRecord): Facts {
  return { document: id, business, name };
}

function sealedEvent(record: DocumentRecord): SwicEvent {
  const { id, messageId, attempts: attempt, keys } = record;
  return { type: 'document.sealed', messageId: messageId ?? id, attempt, keys, ...factsOf(record) };
}

function retriedEvent(record: DocumentRecord, fault: FaultRecord): SwicEvent {
  return { ...factsOf(record), type: 'document.retried', attempt: record.attempts, fault };
}

function settledEvent(record: DocumentRecord, word: Word, { as, by }: Verdict): SwicEvent {
  const who = word.by === 'operator' ? by : null;
  const receipt = word.by === 'receipt' ? word.receipt : null;
  return { ...factsOf(record), type: 'document.settled', as, by: word.by, who, receipt };
}

function receiptsVerdict({ attempts }: DocumentRecord, receipt: ReceiptId, nowMs: number): Verdict {
  return { as: 'sent', by: '', atMs: nowMs, receipt, afterAttempts: attempts };
}
