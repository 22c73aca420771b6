import { Fault } from '../../contract/fault.js';
import { type DocumentRecord, type FiledAs, isAccepted } from '../../domain/document.js';
import { asConfirmed, asFiled, asSentAndWaiting } from '../../domain/document-steps.js';
import { fileOne } from '../../ports/array-of-one.js';
import type { Filing } from '../../ports/boxes.js';
import { tellSteps, untilDone, writeSteps } from '../journal.js';
import { holdAltered } from './altered.js';
import type { Claimed, Sending } from './sender.js';

/** The broker has it: told, and not written, since the move into SentBox is the memory of the confirm. */
export function confirm({ journal }: Sending, { document, claimed }: Claimed): Claimed {
  const confirmed = asConfirmed(document, journal.clock.nowMs());
  tellSteps(journal, [confirmed]);
  return { document: confirmed.record, claimed };
}

/** Moves them into SentBox as they are. The outcome of one is a Fault where its file is still in TempBox, or gone from it. */
export function moveAll(
  { sender: { boxes } }: Sending,
  confirmed: readonly Claimed[],
): Promise<readonly (FiledAs | Fault)[]> {
  return boxes.file(confirmed.map(filingOf));
}

/** Compared as late as possible: what is in SentBox is what was sent, or a person knows of it. */
function filingOf({ document, claimed }: Claimed): Filing {
  const { stampMs } = document;
  return { claimed, box: 'SentBox', stampMs, content: isAccepted(document) ? null : document };
}

/**
 * A document that is confirmed goes into SentBox. The rename itself is the memory of the confirm: after a kill, recovery finds the
 * file under its stamped name and does not send again. Only when the move has to wait is `sent` written, durably, first.
 *
 * Null when it was filed. Else the document as it waits for an operator: its file is not what was sent.
 */
export async function fileConfirmed(
  sending: Sending,
  confirmed: Claimed,
  signal: AbortSignal,
): Promise<DocumentRecord | null> {
  const { journal } = sending;
  const filedAs = await move(sending, confirmed, signal);
  if (filedAs === 'altered') return holdAltered(sending, confirmed, signal);
  await writeSteps(journal, [asFiled(confirmed.document, filedAs, journal.clock.nowMs())], 'soon', signal);
  return null;
}

type Moved = FiledAs | 'altered' | null;

/** Null when the file was taken out of TempBox by hand. */
async function move(sending: Sending, sent: Claimed, signal: AbortSignal): Promise<Moved> {
  try {
    return await moveUnchanged(sending, sent);
  } catch (reason) {
    const fault = Fault.from(reason, 'disk.failed');
    if (fault.fate === 'halt') throw fault;
    await writeSteps(sending.journal, [asSentAndWaiting(sent.document, fault.toRecord())], 'durable', signal);
    return untilDone(sending.journal, () => moveUnchanged(sending, sent), signal);
  }
}

async function moveUnchanged({ sender: { boxes } }: Sending, confirmed: Claimed): Promise<Moved> {
  try {
    return await fileOne(boxes, filingOf(confirmed));
  } catch (reason) {
    if (reason instanceof Fault && reason.code === 'document.altered') return 'altered';
    // Also while the move waits: what a person took away does not come back by waiting.
    if (reason instanceof Fault && reason.code === 'document.vanished') return null;
    throw reason;
  }
}
