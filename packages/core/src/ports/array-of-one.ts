import { Fault } from '../contract/fault.js';
import type { FiledAs } from '../domain/document.js';
import type { Message } from '../domain/message.js';
import type { Boxes, ClaimedFile, Claiming, Filing } from './boxes.js';
import type { Session } from './transport.js';

/** Claims one file; rejects with its Fault. */
export async function claimOne(boxes: Pick<Boxes, 'claim'>, claiming: Claiming): Promise<ClaimedFile> {
  return onlyOne(await boxes.claim([claiming]));
}

/** Files one document; rejects with its Fault. */
export async function fileOne(boxes: Pick<Boxes, 'file'>, filing: Filing): Promise<FiledAs> {
  return onlyOne(await boxes.file([filing]));
}

/** Resolves when the broker took responsibility for the message; rejects with the Fault of any other outcome. */
export async function sendOne(
  session: Pick<Session, 'send'>,
  queue: string,
  message: Message,
  signal: AbortSignal,
): Promise<void> {
  onlyOne(await Promise.all(session.send(queue, [message], signal)));
}

function onlyOne<T>(outcomes: readonly (T | Fault)[]): T {
  const [outcome] = outcomes;
  if (outcome instanceof Fault) throw outcome;
  if (outcome === undefined)
    throw new Fault('internal.unexpected', { what: 'one was asked for, and there is no outcome' });
  return outcome;
}
