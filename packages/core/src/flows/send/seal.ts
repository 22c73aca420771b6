import { Fault } from '../../contract/fault.js';
import type { DocumentRecord } from '../../domain/document.js';
import { asSealed, asSealedAgain, type Step } from '../../domain/document-steps.js';
import { ATTEMPT_HEADER, type Message } from '../../domain/message.js';
import { untilDone, untilDoneOrHeld, writeSteps } from '../journal.js';
import { putBack } from './put-back.js';
import { refuse } from './refuse.js';
import type { Claimed, Sealed, SealedDocument, Sending } from './sender.js';

/** A document whose message is made, and of which nothing is durable yet. */
export interface Wrapped extends Claimed {
  readonly message: Message;
  /** The intent to send it. */
  readonly intent: Step;
}

/**
 * Signs and wraps; at once where nothing has to be waited for. While nothing is durable a held signer is not waited for: it has held the
 * gate, and rejects with its Fault, so that the document goes back and waits in OutBox.
 */
export function wrap(
  { sender, journal }: Sending,
  { document, claimed }: Claimed,
  bytes: Uint8Array,
  signal: AbortSignal,
): Wrapped | Promise<Wrapped> {
  const sealedMs = journal.clock.nowMs();
  const wrapped = ({ message, signedBy }: Sealed): Wrapped => ({
    document,
    claimed,
    message,
    intent: asSealed(document, { sealedMs, signedBy }),
  });
  const seal = (inner: AbortSignal): Sealed | Promise<Sealed> => sender.seal(document, { bytes, sealedMs }, inner);
  const first = sealAtOnce(seal, signal);
  if (!(first instanceof Promise)) return wrapped(first);
  let sealing: Promise<Sealed> | null = first;
  const sealOnce = async (inner: AbortSignal): Promise<Sealed> => {
    const now = sealing ?? seal(inner);
    sealing = null;
    return now;
  };
  return untilDoneOrHeld(journal, sealOnce, signal).then(wrapped);
}

/** What it throws is what a promise of it rejects with. */
function sealAtOnce(
  seal: (signal: AbortSignal) => Sealed | Promise<Sealed>,
  signal: AbortSignal,
): Sealed | Promise<Sealed> {
  try {
    return seal(signal);
  } catch (reason) {
    return Promise.reject(reason);
  }
}

/** What it became; null = the signer refused it, and it left the line. Rejects after it was put back into OutBox. */
export async function orLeave(
  sending: Sending,
  claimed: Claimed,
  made: Promise<Wrapped>,
  signal: AbortSignal,
): Promise<Wrapped | null> {
  try {
    return await made;
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (fault.fate !== 'reject') {
      await putBack(sending, claimed, signal);
      throw fault;
    }
    await refuse(sending, { ...claimed, problems: [] }, fault, signal);
    return null;
  }
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
  const sealOnce = async (inner: AbortSignal): Promise<Sealed> => sender.seal(document, { bytes, sealedMs }, inner);
  const { message, signedBy } = await untilDone(journal, sealOnce, signal);
  const intent = asSealedAgain(document, signedBy);
  await writeSteps(journal, [intent], 'durable', signal);
  return { document: intent.record, claimed, message: marked(message, intent.record) };
}

/** The number of the attempt: the platform can tell a duplicate, and so can we. */
export function marked(message: Message, { attempts }: DocumentRecord): Message {
  return { ...message, headers: { ...message.headers, [ATTEMPT_HEADER]: String(attempts) } };
}
