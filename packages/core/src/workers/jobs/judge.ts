import { Fault } from '../../contract/fault.js';
import { judgeApart } from '../../xml/judged-apart.js';
import { readZip } from '../../xml/zip.js';
import { isZip } from '../../xml/zip-names.js';
import type { JudgeAnswer, JudgeRequest } from '../job-map.js';
import { readIdentified } from '../read-file.js';
import type { WorkerContext } from '../worker-context.js';

/** libxml2's judgement alone, in a thread that ends with it: the memory of WebAssembly is given back in no other way. */
export async function judgeFile({ path, identity, as }: JudgeRequest, { tools }: WorkerContext): Promise<JudgeAnswer> {
  const bytes = new Uint8Array(identity.sizeBytes);
  try {
    readIdentified(path, identity, bytes);
    const judgement = judgeApart(isZip(bytes) ? await xmlIn(bytes, tools.limits) : bytes, as, tools.schemas);
    return { outcome: 'judged', judgement, buffers: [] };
  } catch (reason) {
    if (reason instanceof Fault) return { outcome: 'failed', fault: reason.toRecord(), buffers: [] };
    throw reason;
  }
}

/** It was read a moment ago, and is still the same file. */
async function xmlIn(bytes: Uint8Array, limits: WorkerContext['tools']['limits']): Promise<Uint8Array> {
  const reading = await readZip(bytes, limits);
  if (reading.outcome !== 'opened') throw new Fault('document.changed');
  return reading.content.xml;
}
