import { Fault } from '../contract/fault.js';
import { nextDelayMs } from '../domain/backoff.js';
import type { DocumentRecord } from '../domain/document.js';
import { asTriedAgain } from '../domain/document-steps.js';
import { ATTEMPT_HEADER, type Message } from '../domain/message.js';
import { PROBE_BACKOFF, writeSteps } from './journal.js';
import type { SendRoom } from './room.js';
import type { Claimed } from './withdraw-document.js';

/** A document whose intent to send is durable, with the message it became. */
export interface SealedDocument extends Claimed {
  readonly message: Message;
}

/**
 * What became of the hand-over, and of the document meanwhile: each attempt counts.
 *
 * - `given-up` with a fault: a queue may have it, since a nack came before
 */
export type HandOver = { readonly sealed: SealedDocument } & (
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'refused'; readonly fault: Fault }
  | { readonly kind: 'unknown'; readonly fault: Fault }
  | { readonly kind: 'given-up'; readonly fault: Fault | null }
);

/** `not-yet`: nothing was confirmed, and it is the world that is wrong. */
type Outcome =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'refused'; readonly fault: Fault }
  | { readonly kind: 'unknown'; readonly fault: Fault }
  | { readonly kind: 'not-yet'; readonly fault: Fault }
  | { readonly kind: 'given-up' };

/**
 * Resolves when there is one of three certain answers, or the unknown one. A session that had ended before anything was handed
 * over, a blocked or misconfigured broker are waited out here: broker trouble is never a document's fault.
 *
 * So is a nack, with care: where the exchange feeds several queues, those that did not refuse have the message. The next attempt
 * is marked, and counted durably before it; where the business wants no second send without a word, there is none.
 */
export async function handOver(room: SendRoom, first: SealedDocument, signal: AbortSignal): Promise<HandOver> {
  let sealed = first;
  let nack: Fault | null = null;
  let delayMs = 0;
  let release: (() => void) | null = null;
  let patience = signal;
  try {
    for (;;) {
      const outcome = await handOverOnce(room, sealed.message, patience);
      if (outcome.kind === 'confirmed') room.nacked.release();
      if (outcome.kind === 'given-up') return { kind: 'given-up', fault: nack, sealed };
      if (outcome.kind !== 'not-yet') return { ...outcome, sealed };
      // A closed session needs no wait of its own: room.session waits for the next one.
      if (outcome.fault.code === 'transport.closed') continue;
      const isNack = outcome.fault.code === 'transport.nacked';
      if (isNack) nack = outcome.fault;
      if (isNack && room.policy().onUnknown === 'hold') {
        room.nacked.raise(outcome.fault);
        return { kind: 'unknown', fault: outcome.fault, sealed };
      }
      if (release === null && nack === null && isProbed(room, sealed, outcome.fault))
        return { kind: 'given-up', fault: null, sealed };
      release ??= room.gate.hold(outcome.fault);
      // Held by the world, it does not keep an agent that is told to stop.
      patience = AbortSignal.any([signal, room.ending()]);
      delayMs = nextDelayMs(PROBE_BACKOFF, delayMs, room.clock.random());
      if (!(await slept(room, delayMs, patience))) return { kind: 'given-up', fault: nack, sealed };
      if (isNack) sealed = await nextAttempt(room, sealed, outcome.fault, signal);
    }
  } finally {
    release?.();
  }
}

/**
 * No message is taken now, and another document is trying already: its send is the probe, since what is not taken leaves nothing
 * behind. This one goes back into OutBox, where documents wait; unless an earlier attempt may have arrived.
 */
function isProbed({ gate }: SendRoom, { document }: SealedDocument, { code }: Fault): boolean {
  const isNoneTaken = code === 'transport.unroutable' || code === 'transport.blocked';
  return isNoneTaken && document.attempts <= 1 && gate.fault?.code === code;
}

async function handOverOnce(room: SendRoom, message: Message, signal: AbortSignal): Promise<Outcome> {
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

/** A crash after it leaves `sealed` with the attempt that may have been made: unknown, under the same id. */
async function nextAttempt(
  room: SendRoom,
  { document: before, claimed, message }: SealedDocument,
  fault: Fault,
  signal: AbortSignal,
): Promise<SealedDocument> {
  const next = asTriedAgain(before, fault.toRecord());
  await writeSteps(room, [next], 'durable', signal);
  return { document: next.record, claimed, message: marked(message, next.record) };
}

/** The same id, and the number of the attempt: the platform can tell a duplicate, and so can we. */
export function marked(message: Message, { attempts }: DocumentRecord): Message {
  return { ...message, headers: { ...message.headers, [ATTEMPT_HEADER]: String(attempts) } };
}

async function slept(room: SendRoom, delayMs: number, signal: AbortSignal): Promise<boolean> {
  await room.clock.sleep(delayMs, signal).catch(() => undefined);
  return !signal.aborted;
}
