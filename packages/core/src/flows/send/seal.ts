import type { DocumentRecord } from '../../domain/document.js';
import { asSealed, asSealedAgain, type Step } from '../../domain/document-steps.js';
import { ATTEMPT_HEADER, type Message } from '../../domain/message.js';
import { untilDone, untilDoneOrHeld, writeSteps } from '../journal.js';
import type { Claimed, Sealed, SealedDocument, Sending } from './sender.js';

/** A document whose message is made, and of which nothing is durable yet. */
export interface Wrapped extends Claimed {
  readonly message: Message;
  /** The intent to send it. */
  readonly intent: Step;
}

/**
 * Signs and wraps. While nothing is durable a held signer is not waited for: it has held the gate, and rejects with its Fault, so
 * that the document goes back and waits in OutBox.
 */
export async function wrap(
  { sender, journal }: Sending,
  { document, claimed }: Claimed,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<Wrapped> {
  const sealedMs = journal.clock.nowMs();
  const sealOnce = (inner: AbortSignal): Promise<Sealed> => sender.seal(document, { bytes, sealedMs }, inner);
  const { message, signedBy } = await untilDoneOrHeld(journal, sealOnce, signal);
  return { document, claimed, message, intent: asSealed(document, { sealedMs, signedBy }) };
}

/** Makes the intents to send durable, all of them in one write. A crash after it leaves `sealed` documents: outcome unknown. */
export async function intendAll(
  { journal }: Sending,
  wrapped: readonly Wrapped[],
  signal: AbortSignal,
): Promise<readonly SealedDocument[]> {
  const intents = wrapped.map(({ intent }) => intent);
  await writeSteps(journal, intents, 'durable', signal);
  return wrapped.map(({ intent, claimed, message }) => ({ document: intent.record, claimed, message }));
}

/** The same id, the same bytes, one attempt more: as durable as the first, and marked. */
export async function sealAgain(
  { sender, journal }: Sending,
  { document, claimed }: Claimed,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<SealedDocument> {
  const sealedMs = document.times.sealed ?? document.times.claimed;
  const sealOnce = (inner: AbortSignal): Promise<Sealed> => sender.seal(document, { bytes, sealedMs }, inner);
  const { message, signedBy } = await untilDone(journal, sealOnce, signal);
  const intent = asSealedAgain(document, signedBy);
  await writeSteps(journal, [intent], 'durable', signal);
  return { document: intent.record, claimed, message: marked(message, intent.record) };
}

/** The number of the attempt: the platform can tell a duplicate, and so can we. */
export function marked(message: Message, { attempts }: DocumentRecord): Message {
  return { ...message, headers: { ...message.headers, [ATTEMPT_HEADER]: String(attempts) } };
}
