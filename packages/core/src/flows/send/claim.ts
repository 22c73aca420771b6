import assert from 'node:assert/strict';
import { Fault } from '../../contract/fault.js';
import type { DocumentRecord } from '../../domain/document.js';
import { asClaimed, type Step } from '../../domain/document-steps.js';
import type { Candidate, ClaimedFile } from '../../ports/boxes.js';
import type { Inspection } from '../../ports/jobs.js';
import { tellSteps } from '../journal.js';
import type { Claimed, Sending } from './sender.js';

/** A file that was found, is still, and was checked. `fault` says why it must not be sent; null = it may. */
export interface CheckedFile {
  readonly candidate: Candidate;
  readonly inspection: Inspection;
  readonly fault: Fault | null;
}

/**
 * Renames the files into TempBox. The outcome of one is a Fault where it is still, or again, the firm's: `document.vanished`,
 * `document.changed` or `disk.*`.
 */
export async function claimAll(sending: Sending, files: readonly CheckedFile[]): Promise<readonly (Claimed | Fault)[]> {
  const { boxes, names } = sending.sender;
  const outcomes = await boxes.claim(files.map(({ candidate }) => ({ candidate, id: names.mintId() })));
  return files.map((file, index) => {
    const outcome = outcomes[index];
    assert(outcome !== undefined, 'one outcome for each file');
    return outcome instanceof Fault ? outcome : tellClaimed(sending, file, outcome);
  });
}

function tellClaimed(sending: Sending, file: CheckedFile, claimed: ClaimedFile): Claimed {
  const step = stepOf(sending, file, claimed);
  tellSteps(sending.journal, [step]);
  if (file.fault === null) warn(sending, step.record, file.inspection);
  return { document: step.record, claimed };
}

function stepOf({ sender, journal }: Sending, { candidate, inspection }: CheckedFile, { id }: ClaimedFile): Step {
  const { identity, sha256, keys, root } = inspection;
  const { name, foundMs, settledMs } = candidate;
  const { messageId, messageType } = sender.names.identify(id, { name, root, foundType: inspection.messageType });
  const known = {
    id,
    business: sender.business,
    name,
    sizeBytes: identity.sizeBytes,
    sha256,
    keys,
    root,
    messageId,
    messageType,
    origin: sender.origins.take(name),
    claimedMs: journal.clock.nowMs(),
  };
  return asClaimed(known, { foundMs, settledMs });
}

function warn({ journal }: Sending, document: DocumentRecord, inspection: Inspection): void {
  const first = inspection.problems[0];
  if (first === undefined) return;
  const { id, business, name } = document;
  const problems = inspection.problems.length;
  journal.emit({ type: 'document.warned', document: id, business, name, problems, first: first.rule });
}
