import { Fault } from '../../contract/fault.js';
import { nextDelayMs } from '../../domain/backoff.js';
import type { DocumentRecord } from '../../domain/document.js';
import { asTriedAgain } from '../../domain/document-steps.js';
import { sendOne } from '../../ports/array-of-one.js';
import type { SendOutcome } from '../../ports/transport.js';
import { PROBE_BACKOFF, untilDone, writeSteps } from '../journal.js';
import { type Answered, waitOrWord } from './await-word.js';
import { lookBack } from './look-back.js';
import { marked } from './seal.js';
import type { SealedDocument, Sending } from './sender.js';
import type { Settlement } from './unknown-desk.js';

/**
 * What became of the hand-over, and the document after it: each attempt counts.
 *
 * - `given-up` with a fault: a queue may have it, since a nack came before
 * - `settled`: an earlier attempt may have arrived, and a word came before the next one
 */
export type HandOver = { readonly sealed: SealedDocument } & (
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'refused'; readonly fault: Fault }
  | { readonly kind: 'unknown'; readonly fault: Fault }
  | { readonly kind: 'given-up'; readonly fault: Fault | null }
  | { readonly kind: 'settled'; readonly fault: Fault; readonly settlement: Settlement }
);

/** `not-yet`: nothing was confirmed, and it is the world that is wrong. */
type Outcome =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'refused'; readonly fault: Fault }
  | { readonly kind: 'unknown'; readonly fault: Fault }
  | { readonly kind: 'not-yet'; readonly fault: Fault }
  | { readonly kind: 'settled'; readonly settlement: Settlement }
  | { readonly kind: 'given-up' };

/**
 * Hands documents over that were never handed over before, in one window; each is answered when the broker answers it. What is
 * not taken goes on alone, from that answer: `handOver`.
 */
export async function handOverAll(
  { sender }: Sending,
  documents: readonly SealedDocument[],
  signal: AbortSignal,
): Promise<readonly (SendOutcome | Promise<SendOutcome>)[]> {
  try {
    const session = await sender.session(signal);
    return session.send(
      sender.queue,
      documents.map(({ message }) => message),
      signal,
    );
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    return documents.map(() => fault);
  }
}

/**
 * One document alone; `answer` is what the broker said of it in its batch, null = it is not handed over yet.
 *
 * Resolves when there is one of three certain answers, or the unknown one. A session that had ended before anything was handed
 * over, a blocked or misconfigured broker are waited out here: broker trouble is never a document's fault.
 *
 * So is a nack, with care: where the exchange feeds several queues, those that did not refuse have the message. The next attempt
 * is marked, and counted durably before it; where the business wants no second send without a word, there is none. While it waits
 * for the next attempt a person may settle it, or a receipt that proves that an earlier attempt arrived.
 */
export async function handOver(
  sending: Sending,
  first: SealedDocument,
  answer: Fault | null,
  signal: AbortSignal,
): Promise<HandOver> {
  let sealed = first;
  let before = answer;
  let nack: Fault | null = null;
  let delayMs = 0;
  let release: (() => void) | null = null;
  let patience = signal;
  try {
    for (;;) {
      // Without a turn of its own in between: of a whole batch that was not taken the first one holds the gate, and probes.
      const outcome: Outcome =
        before === null
          ? await handOverOnce(sending, sealed, doubtOf(sealed.document, nack), patience)
          : outcomeOf(before);
      before = null;
      if (outcome.kind === 'confirmed') sending.inFlight.nacked.release();
      if (outcome.kind === 'given-up') return { kind: 'given-up', fault: nack, sealed };
      if (outcome.kind === 'settled') return settledBy(outcome.settlement, sealed, nack);
      if (outcome.kind !== 'not-yet') return { ...outcome, sealed };
      // A closed session needs no wait of its own: `session` waits for the next one.
      if (outcome.fault.code === 'transport.closed') continue;
      const isNack = outcome.fault.code === 'transport.nacked';
      if (isNack) nack = outcome.fault;
      if (isNack && sending.sender.policy().onUnknown === 'hold') {
        sending.inFlight.nacked.raise(outcome.fault);
        return { kind: 'unknown', fault: outcome.fault, sealed };
      }
      if (release === null && nack === null && isProbed(sending, sealed, outcome.fault))
        return { kind: 'given-up', fault: null, sealed };
      release ??= sending.journal.gate.hold(outcome.fault);
      // What waits for the broker does not keep an agent that is told to stop.
      patience = AbortSignal.any([signal, sending.inFlight.ending()]);
      delayMs = nextDelayMs(PROBE_BACKOFF, delayMs, sending.journal.clock.random());
      const pause = await untilNextAttempt(
        sending,
        sealed.document,
        { doubt: doubtOf(sealed.document, nack), delayMs },
        patience,
      );
      if (pause !== null)
        return pause === 'given-up' ? { kind: pause, fault: nack, sealed } : settledBy(pause, sealed, nack);
      if (isNack) sealed = await nextAttempt(sending, sealed, outcome.fault, signal);
    }
  } finally {
    release?.();
  }
}

/**
 * No message is taken now, and another document is trying already: its send is the probe, since what is not taken leaves nothing
 * behind. This one goes back into OutBox, where documents wait; unless an earlier attempt may have arrived.
 */
function isProbed({ journal: { gate } }: Sending, { document }: SealedDocument, { code }: Fault): boolean {
  const isNoneTaken = code === 'transport.unroutable' || code === 'transport.blocked';
  return isNoneTaken && document.attempts <= 1 && gate.fault?.code === code;
}

/** Why an attempt before may have arrived; null = none was made, or it was certainly not taken. */
function doubtOf({ attempts }: DocumentRecord, nack: Fault | null): Fault | null {
  return nack ?? (attempts > 1 ? new Fault('transport.outcome-unknown', { attempts }) : null);
}

function settledBy(settlement: Settlement, sealed: SealedDocument, nack: Fault | null): HandOver {
  const fault = doubtOf(sealed.document, nack) ?? new Fault('transport.outcome-unknown');
  return { kind: 'settled', fault, settlement, sealed };
}

async function handOverOnce(
  sending: Sending,
  { message, document }: SealedDocument,
  doubt: Fault | null,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const found = await whileInDoubt(sending, document, { doubt, wait: sending.sender.session }, signal);
    if (found.kind === 'settled') return found;
    await sendOne(found.value, sending.sender.queue, message, signal);
    return { kind: 'confirmed' };
  } catch (reason) {
    return outcomeOf(Fault.from(reason, 'internal.unexpected'));
  }
}

/** Throws a fault of fate `halt`. */
function outcomeOf(fault: Fault): Outcome {
  if (fault.code === 'transport.outcome-unknown') return { kind: 'unknown', fault };
  if (fault.code === 'operation.aborted') return { kind: 'given-up' };
  if (fault.fate === 'reject') return { kind: 'refused', fault };
  if (fault.fate === 'halt') throw fault;
  return { kind: 'not-yet', fault };
}

/** A crash after it leaves `sealed` with the attempt that may have been made: unknown, under the same id. */
async function nextAttempt(
  sending: Sending,
  { document: before, claimed, message }: SealedDocument,
  fault: Fault,
  signal: AbortSignal,
): Promise<SealedDocument> {
  const next = asTriedAgain(before, fault.toRecord());
  await writeSteps(sending.journal, [next], 'durable', signal);
  return { document: next.record, claimed, message: marked(message, next.record) };
}

/** Null when the time is over. */
async function untilNextAttempt(
  sending: Sending,
  document: DocumentRecord,
  { doubt, delayMs }: { readonly doubt: Fault | null; readonly delayMs: number },
  signal: AbortSignal,
): Promise<Settlement | 'given-up' | null> {
  const wait = (either: AbortSignal): Promise<void> =>
    sending.journal.clock.sleep(delayMs, either).catch(() => undefined);
  const waited = await whileInDoubt(sending, document, { doubt, wait }, signal);
  if (waited.kind === 'settled') return waited.settlement;
  return signal.aborted ? 'given-up' : null;
}

interface Wait<T> {
  readonly doubt: Fault | null;
  readonly wait: (signal: AbortSignal) => Promise<T>;
}

/** Of what is certainly not at the broker there is nothing to say. */
async function whileInDoubt<T>(
  sending: Sending,
  { id }: DocumentRecord,
  { doubt, wait }: Wait<T>,
  signal: AbortSignal,
): Promise<Answered<T>> {
  if (doubt === null) return { kind: 'done', value: await wait(signal) };
  const { inFlight, journal } = sending;
  const answered = waitOrWord(inFlight.unknowns, id, wait, signal);
  // Its answer may have become durable during the attempt, when it did not wait.
  inFlight.spawn((inner) => untilDone(journal, () => lookBack(sending, id, null), inner));
  return answered;
}
