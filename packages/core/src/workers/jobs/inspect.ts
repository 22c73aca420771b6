import { hash } from 'node:crypto';
import { Fault } from '../../contract/fault.js';
import type { Problem } from '../../domain/problem.js';
import type { FileVerdict } from '../../xml/inspect.js';
import { inspectFile } from '../../xml/inspect-file.js';
import { sizeProblem } from '../../xml/reading-problems.js';
import type { InspectAnswer, InspectRequest, PackedInspect, Slice } from '../job-map.js';
import { readIdentified } from '../read-file.js';
import type { WorkerContext } from '../worker-context.js';

/** Bytes of all files of a task, read into one buffer: one allocation, one change of owner. */
interface Slab {
  readonly buffers: ArrayBuffer[];
  used: number;
}

/**
 * Reads and checks files. One that cannot be read, or whose checks cannot be made, is `failed` and says why; an unexpected
 * exception is not caught, because after it nothing in this thread can be trusted.
 */
export async function inspectBatch(
  requests: readonly InspectRequest[],
  context: WorkerContext,
): Promise<InspectAnswer> {
  context.tools.schemas.refresh();
  const total = requests.reduce(
    (sum, request) => sum + (refusedBySize(request, context) === null ? request.identity.sizeBytes : 0),
    0,
  );
  const slab: Slab = { buffers: [new ArrayBuffer(total)], used: 0 };
  const results: PackedInspect[] = [];
  for (const request of requests) results.push(await inspectOne(request, context, slab));
  // What is to be judged first is read once more then: its bytes are of no use to anyone now.
  const hasBytes = results.some(({ outcome }) => outcome !== 'to-be-judged' && outcome !== 'failed');
  return { results, buffers: hasBytes ? slab.buffers : [] };
}

async function inspectOne(request: InspectRequest, context: WorkerContext, slab: Slab): Promise<PackedInspect> {
  const { identity, path, name, business, judgement } = request;
  const profile = context.profileOf(business);
  if (profile === null)
    return { outcome: 'failed', fault: new Fault('internal.unexpected', { business, what: 'no profile' }).toRecord() };
  const refused = refusedBySize(request, context);
  if (refused !== null) return refused;
  const offset = slab.used;
  const bytes = new Uint8Array(slab.buffers[0] ?? new ArrayBuffer(0), offset, identity.sizeBytes);
  try {
    readIdentified(path, identity, bytes);
    slab.used += identity.sizeBytes;
    const tools = judgement === null ? context.tools : { ...context.tools, judgement };
    const inspecting = inspectFile(name, bytes, profile, tools);
    const verdict = inspecting instanceof Promise ? await inspecting : inspecting;
    if (verdict.judgedAs !== undefined) return { outcome: 'to-be-judged', as: verdict.judgedAs };
    const slice = verdict.send === bytes ? { buffer: 0, offset, length: bytes.length } : addBuffer(slab, verdict.send);
    return pack(request, verdict, hash('sha256', bytes, 'hex'), slice);
  } catch (reason) {
    if (reason instanceof Fault) return { outcome: 'failed', fault: reason.toRecord() };
    throw reason;
  }
}

/** What was unpacked from a ZIP is in memory of its own. */
function addBuffer(slab: Slab, bytes: Uint8Array): Slice {
  const copy = new Uint8Array(bytes);
  slab.buffers.push(copy.buffer);
  return { buffer: slab.buffers.length - 1, offset: 0, length: copy.length };
}

function pack(request: InspectRequest, verdict: FileVerdict, sha256: string, bytes: Slice): PackedInspect {
  const { outcome, code, detail, root, namespace, messageType, keys, problems } = verdict;
  const inspection = { sha256, bytes, root, namespace, messageType, keys, problems };
  if (outcome === 'accepted' || outcome === 'to-be-judged' || code === null) return { outcome: 'accepted', inspection };
  return { outcome, fault: new Fault(code, { name: request.name, ...detail }).toRecord(), inspection };
}

/**
 * By its size alone, and not even read: its hash would cost as much as what the limits protect from. Where
 * archives are sent unpacked, the size of a file says nothing of its message. Null = it may be read.
 */
function refusedBySize(request: InspectRequest, { profileOf, tools }: WorkerContext): PackedInspect | null {
  const { identity, name, business } = request;
  const { sizeBytes } = identity;
  const { documentBytesMax, sendableBytesMax } = tools.limits;
  if (sizeBytes > documentBytesMax) {
    const problem = sizeProblem(sizeBytes, documentBytesMax);
    const detail = { name, problems: 1, zh: problem.zh, en: problem.en };
    return refuse(new Fault('document.limit-exceeded', detail), problem);
  }
  if (sizeBytes <= sendableBytesMax || profileOf(business)?.zipSends === 'xml') return null;
  const problem = sizeProblem(sizeBytes, sendableBytesMax);
  return refuse(new Fault('transport.too-large', { name, sizeBytes, bytesMax: sendableBytesMax }), problem);
}

function refuse(fault: Fault, problem: Problem): PackedInspect {
  const bytes = { buffer: 0, offset: 0, length: 0 };
  return {
    outcome: 'rejected',
    fault: fault.toRecord(),
    inspection: { sha256: '', bytes, root: '', namespace: '', messageType: null, keys: [], problems: [problem] },
  };
}
