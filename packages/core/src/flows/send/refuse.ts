import { Fault } from '../../contract/fault.js';
import { asRejected, asRejectionFiled } from '../../domain/document-steps.js';
import type { Problem } from '../../domain/problem.js';
import { fileOne } from '../../ports/array-of-one.js';
import { untilDone, writeSteps } from '../journal.js';
import type { Claimed, Sending } from './sender.js';

export interface Refused extends Claimed {
  readonly problems: readonly Problem[];
}

/**
 * FailBox and an explanation in InBox. The decision is durable first: after a crash recovery finds `rejected` with the file
 * still in TempBox and finishes under the same stamp, so the explanation (same name, same bytes) is not doubled.
 */
export async function refuse(sending: Sending, refused: Refused, fault: Fault, signal: AbortSignal): Promise<void> {
  const decided = asRejected(refused.document, fault.toRecord());
  await writeSteps(sending.journal, [decided], 'durable', signal);
  await finishRejection(sending, { ...refused, document: decided.record }, signal);
}

/** The second half, also used by recovery. */
export async function finishRejection(sending: Sending, refused: Refused, signal: AbortSignal): Promise<void> {
  const { sender, journal } = sending;
  const { document, claimed, problems } = refused;
  if (document.fault === null) return;
  const { fileName, bytes } = sender.explain(document, document.fault, problems);
  const filing = { claimed, box: 'FailBox', stampMs: document.stampMs, content: null } as const;
  const deposited = await untilDone(journal, () => sender.inBox.deposit(fileName, bytes), signal);
  const filedAs = await untilDone(journal, () => fileOne(sender.boxes, filing).catch(vanished), signal);
  const filed = asRejectionFiled(document, {
    filedAs,
    explanation: deposited.fileName,
    problems: problems.length,
    nowMs: journal.clock.nowMs(),
  });
  await writeSteps(journal, [filed], 'soon', signal);
}

/** What a person took out of TempBox does not come back by waiting. */
function vanished(reason: unknown): null {
  if (reason instanceof Fault && reason.code === 'document.vanished') return null;
  throw reason;
}
