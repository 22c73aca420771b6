import type { Fault } from '../contract/fault.js';
import { asRejected, asRejectionFiled } from '../domain/document-steps.js';
import type { Problem } from '../domain/problem.js';
import type { InBox } from '../ports/boxes.js';
import { untilDone, writeSteps } from './journal.js';
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
  const decided = asRejected(rejected.document, fault.toRecord());
  await writeSteps(room, [decided], 'durable', signal);
  await finishRejection(room, { ...rejected, document: decided.record }, signal);
}

/** The second half, also used by recovery. */
export async function finishRejection(room: SendRoom, rejected: Rejected, signal: AbortSignal): Promise<void> {
  const { document, claimed, problems } = rejected;
  const fault = document.fault;
  if (fault === null) return;
  const explanation = room.explain(document, fault, problems);
  const deposit = (): ReturnType<InBox['deposit']> => room.inBox.deposit(explanation.fileName, explanation.bytes);
  const { fileName } = await untilDone(room, deposit, signal);
  const filedAs = await untilDone(room, () => room.boxes.file(claimed, 'FailBox', document.stampMs), signal);
  const facts = { filedAs, explanation: fileName, problems: problems.length, nowMs: room.clock.nowMs() };
  await writeSteps(room, [asRejectionFiled(document, facts)], 'soon', signal);
}
