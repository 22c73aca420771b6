import type { Fault } from '../contract/fault.js';
import type { DocumentRecord } from '../domain/document.js';
import type { Problem } from '../ports/jobs.js';
import { untilDone } from './fates.js';
import type { SendRoom } from './room.js';
import type { Claimed } from './withdraw-document.js';

export interface Rejected extends Claimed {
  readonly problems: readonly Problem[];
}

/**
 * FailBox and an explanation in InBox. The decision is durable first: after a crash recovery finds `rejected` with the file
 * still in TempBox and finishes under the same stamp, so the explanation (same name, same bytes) is not doubled.
 */
export async function reject(room: SendRoom, rejected: Rejected, fault: Fault, signal: AbortSignal): Promise<void> {
  const record: DocumentRecord = { ...rejected.document, stage: 'rejected', fault: fault.toRecord() };
  const again = <T>(step: () => Promise<T>): Promise<T> => untilDone(step, room.gate, room.clock, signal);
  await again(() => room.ledger.write([{ type: 'document', record }], 'durable'));
  await finishRejection(room, { ...rejected, document: record }, signal);
}

/** The second half, also used by recovery. */
export async function finishRejection(room: SendRoom, rejected: Rejected, signal: AbortSignal): Promise<void> {
  const { document, claimed, problems } = rejected;
  const fault = document.fault;
  if (fault === null) return;
  const again = <T>(step: () => Promise<T>): Promise<T> => untilDone(step, room.gate, room.clock, signal);
  const explanation = room.explain(document, fault, problems);
  const deposited = await again(() => room.inBox.deposit(explanation.fileName, explanation.bytes));
  const filedAs = await again(() => room.boxes.file(claimed, 'FailBox', document.stampMs));
  const record: DocumentRecord = { ...document, filedAs, times: { ...document.times, filed: room.clock.nowMs() } };
  await again(() => room.ledger.write([{ type: 'document', record }], 'soon'));
  room.emit({
    type: 'document.rejected',
    document: record.id,
    business: room.business,
    name: record.name,
    path: filedAs.path,
    explanation: deposited.fileName,
    fault,
    problems: problems.length,
  });
}
