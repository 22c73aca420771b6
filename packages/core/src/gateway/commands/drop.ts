import { identityOf } from '../../boxes/twin.js';
import { Fault } from '../../contract/fault.js';
import type { DropResult } from '../../contract/web.js';
import { takenExtensions } from '../../domain/businesses/attachments.js';
import { hasExtension, isIgnoredName, isPlainName } from '../../domain/naming.js';
import type { Jobs } from '../../ports/jobs.js';
import type { BusinessUnit } from '../units/business-unit.js';

export interface DropWorld {
  readonly jobs: Jobs;
  readonly unitOf: (business: string) => BusinessUnit | undefined;
}

/** A file that a person brings for a business; `file` is a copy of it on this machine. */
interface Dropped {
  readonly business: string;
  readonly name: string;
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Checks it and puts it nowhere. */
  readonly isTrial: boolean;
}

/**
 * Checks a file as its business would, and puts it into its OutBox. What the checks refuse is not put there: it would only come back in
 * FailBox. Rejects with `command.not-found` for a business that is not configured, and with faults of the disk.
 */
export async function drop(world: DropWorld, dropped: Dropped, signal: AbortSignal): Promise<DropResult> {
  const { business, name, file, bytes, isTrial } = dropped;
  const unit = world.unitOf(business);
  if (unit === undefined || unit.definition.isReceiveOnly) throw new Fault('command.not-found', { business });
  const { definition } = unit;
  const known = takenExtensions(definition);
  if (!isPlainName(name) || isIgnoredName(name) || !hasExtension(name, known)) {
    const fault = new Fault('document.not-taken', { name, business, known: known.join(' ') });
    return { name, outcome: 'rejected', fault: fault.toRecord(), problems: [], queuedAs: null };
  }
  const identity = identityOf(file);
  if (identity === null) throw new Fault('command.not-found', { file: name });
  const candidate = { business: definition.key, name, path: file, identity, foundMs: 0, settledMs: 0 };
  const [result] = await world.jobs.inspect([candidate], signal);
  if (result === undefined || result.outcome === 'failed')
    return { name, outcome: 'failed', fault: result?.fault ?? null, problems: [], queuedAs: null };
  const fault = result.outcome === 'accepted' ? null : result.fault;
  const answer = { name, outcome: result.outcome, fault, problems: result.inspection.problems };
  if (isTrial || fault !== null) return { ...answer, queuedAs: null };
  return { ...answer, queuedAs: await unit.sending.sender.boxes.enqueue(name, bytes) };
}
