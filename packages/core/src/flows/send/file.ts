import { Fault } from '../../contract/fault.js';
import { type DocumentRecord, type FiledAs, isAccepted } from '../../domain/document.js';
import { asConfirmed, asFiled, asSentAndWaiting } from '../../domain/document-steps.js';
import { tellSteps, untilDone, writeSteps } from '../journal.js';
import { holdAltered } from './altered.js';
import type { Claimed, Sending } from './sender.js';

/**
 * The broker has it: into SentBox. The rename itself is the memory of the confirm: after a kill, recovery finds the file under
 * its stamped name and does not send again. Only when the move has to wait is `sent` written, durably, first.
 *
 * Null when it was filed. Else the document as it waits for an operator: its file is not what was sent.
 */
export async function fileAsSent(sending: Sending, sent: Claimed, signal: AbortSignal): Promise<DocumentRecord | null> {
  const { journal } = sending;
  const confirmed = asConfirmed(sent.document, journal.clock.nowMs());
  tellSteps(journal, [confirmed]);
  const document = confirmed.record;
  const filedAs = await move(sending, { ...sent, document }, signal);
  if (filedAs === 'altered') return holdAltered(sending, { ...sent, document }, signal);
  await writeSteps(journal, [asFiled(document, filedAs, journal.clock.nowMs())], 'soon', signal);
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
    if (fault.code === 'document.vanished') return null;
    await writeSteps(sending.journal, [asSentAndWaiting(sent.document, fault.toRecord())], 'durable', signal);
    return untilDone(sending.journal, () => moveUnchanged(sending, sent), signal);
  }
}

/** Compared as late as possible: what is in SentBox is what was sent, or a person knows of it. */
async function moveUnchanged({ sender: { boxes } }: Sending, { document, claimed }: Claimed): Promise<Moved> {
  if (!isAccepted(document) && !(await boxes.isUnchanged(claimed, document))) return 'altered';
  return boxes.file(claimed, 'SentBox', document.stampMs);
}
