import { Fault } from '../contract/fault.js';
import type { FileIdentity } from '../ports/boxes.js';
import type { InspectResult } from '../ports/jobs.js';
import type { InspectAnswer, PackedInspect, Slice, WithBuffers } from './job-map.js';

/** A slice as a view; the buffer lives as long as any of its views. */
export function viewOf(answer: WithBuffers, slice: Slice): Uint8Array {
  const buffer = answer.buffers[slice.buffer];
  return buffer === undefined ? new Uint8Array(0) : new Uint8Array(buffer, slice.offset, slice.length);
}

/** A result as the port has it: its slice of the answer's buffers becomes bytes again. */
export function unpackInspect(
  answer: InspectAnswer,
  packed: PackedInspect | undefined,
  identity: FileIdentity,
): InspectResult {
  // To be judged, once more, is not among the answers: it comes with its judgement.
  if (packed === undefined || packed.outcome === 'to-be-judged')
    return { outcome: 'failed', fault: new Fault('internal.unexpected').toRecord() };
  if (packed.outcome === 'failed') return packed;
  const inspection = { identity, ...packed.inspection, bytes: viewOf(answer, packed.inspection.bytes) };
  return packed.outcome === 'accepted'
    ? { outcome: 'accepted', inspection }
    : { outcome: packed.outcome, fault: packed.fault, inspection };
}
