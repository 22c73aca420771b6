import { Fault } from '../contract/fault.js';
import type { DocumentRecord, FiledAs } from '../domain/document.js';
import { holdAltered, isAccepted, isAltered } from './altered-document.js';
import { untilDone } from './fates.js';
import type { SendRoom } from './room.js';
import type { Claimed } from './withdraw-document.js';

/**
 * The broker has it: into SentBox. The rename itself is the memory of the confirm: after a kill, recovery finds the file under
 * its stamped name and does not send again. Only when the move has to wait is `sent` written, durably, first.
 *
 * Null when it was filed. Else the document as it waits for an operator: its file is not what was sent.
 */
export async function fileAsSent(room: SendRoom, sent: Claimed, signal: AbortSignal): Promise<DocumentRecord | null> {
  const confirmedMs = sent.document.times.confirmed ?? room.clock.nowMs();
  const document: DocumentRecord = { ...sent.document, times: { ...sent.document.times, confirmed: confirmedMs } };
  const { id, business, name, sizeBytes } = document;
  // Before it was held back it was said already.
  const isNews = !isAltered(document);
  if (isNews)
    room.emit({
      type: 'document.sent',
      document: id,
      business,
      name,
      sizeBytes,
      durationMs: confirmedMs - (document.times.sealed ?? confirmedMs),
    });
  const filedAs = await move(room, { ...sent, document }, signal);
  if (filedAs === 'altered') return holdAltered(room, { ...sent, document }, signal);
  if (filedAs === null) {
    // Somebody took it out of TempBox by hand: the broker has it, so it is never sent again, and a person has to know.
    room.emit({ type: 'document.lost', document: id, business, name, where: 'TempBox' });
  }
  const filedMs = room.clock.nowMs();
  const record: DocumentRecord = { ...document, stage: 'filed', filedAs, times: { ...document.times, filed: filedMs } };
  await untilDone(() => room.ledger.write([{ type: 'document', record }], 'soon'), room.gate, room.clock, signal);
  room.emit({
    type: 'document.filed',
    document: id,
    business,
    name,
    path: filedAs?.path ?? '',
    totalMs: filedMs - (document.times.found ?? filedMs),
  });
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
    const waiting: DocumentRecord = { ...sent.document, stage: 'sent', fault: fault.toRecord() };
    const again = <T>(step: () => Promise<T>): Promise<T> => untilDone(step, room.gate, room.clock, signal);
    await again(() => room.ledger.write([{ type: 'document', record: waiting }], 'durable'));
    return again(() => moveUnchanged(room, sent));
  }
}

/** Compared as late as possible: what is in SentBox is what was sent, or a person knows of it. */
async function moveUnchanged(room: SendRoom, { document, claimed }: Claimed): Promise<Moved> {
  if (!isAccepted(document) && !(await room.boxes.isUnchanged(claimed, document))) return 'altered';
  return room.boxes.file(claimed, 'SentBox', document.stampMs);
}
