import { Fault } from '../contract/fault.js';
import { type DocumentRecord, type FiledAs, isAccepted } from '../domain/document.js';
import { asConfirmed, asFiled, asSentAndWaiting } from '../domain/document-steps.js';
import { holdAltered } from './altered-document.js';
import { tellSteps, untilDone, writeSteps } from './journal.js';
import type { SendRoom } from './room.js';
import type { Claimed } from './withdraw-document.js';

/**
 * The broker has it: into SentBox. The rename itself is the memory of the confirm: after a kill, recovery finds the file under
 * its stamped name and does not send again. Only when the move has to wait is `sent` written, durably, first.
 *
 * Null when it was filed. Else the document as it waits for an operator: its file is not what was sent.
 */
export async function fileAsSent(room: SendRoom, sent: Claimed, signal: AbortSignal): Promise<DocumentRecord | null> {
  const confirmed = asConfirmed(sent.document, room.clock.nowMs());
  tellSteps(room, [confirmed]);
  const document = confirmed.record;
  const filedAs = await move(room, { ...sent, document }, signal);
  if (filedAs === 'altered') return holdAltered(room, { ...sent, document }, signal);
  await writeSteps(room, [asFiled(document, filedAs, room.clock.nowMs())], 'soon', signal);
  return null;
}

type Moved = FiledAs | 'altered' | null;

/** Null when the file was taken out of TempBox by hand. */
async function move(room: SendRoom, sent: Claimed, signal: AbortSignal): Promise<Moved> {
  try {
    return await moveUnchanged(room, sent);
  } catch (reason) {
    const fault = Fault.from(reason, 'disk.failed');
    if (fault.fate === 'halt') throw fault;
    if (fault.code === 'document.vanished') return null;
    await writeSteps(room, [asSentAndWaiting(sent.document, fault.toRecord())], 'durable', signal);
    return untilDone(room, () => moveUnchanged(room, sent), signal);
  }
}

/** Compared as late as possible: what is in SentBox is what was sent, or a person knows of it. */
async function moveUnchanged(room: SendRoom, { document, claimed }: Claimed): Promise<Moved> {
  if (!isAccepted(document) && !(await room.boxes.isUnchanged(claimed, document))) return 'altered';
  return room.boxes.file(claimed, 'SentBox', document.stampMs);
}
