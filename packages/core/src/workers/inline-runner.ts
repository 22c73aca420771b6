import { Fault } from '../contract/fault.js';
import type { Candidate } from '../ports/boxes.js';
import type { InspectResult, Jobs } from '../ports/jobs.js';
import { inspectBatch } from './jobs/inspect.js';
import { unsealOne } from './jobs/unseal.js';
import type { WorkerSettings } from './settings.js';
import { unpackInspect } from './unpack.js';
import { createWorkerContext } from './worker-context.js';

/** The same jobs on the caller's own thread: for a command that looks at one file, where starting threads costs more. */
export function createInlineJobs(settings: WorkerSettings): Jobs {
  // Its memory is of no concern: it ends with its command.
  const limits = { ...settings.limits, judgedApartFrom: Number.MAX_SAFE_INTEGER };
  const context = createWorkerContext({ ...settings, limits });
  return {
    inspect: async (candidates, signal) => {
      const results: InspectResult[] = [];
      for (const candidate of candidates) {
        if (signal.aborted) throw new Fault('operation.aborted');
        results.push(await inspectOne(candidate, context));
      }
      return results;
    },
    unseal: async (bodies, signal) => {
      if (signal.aborted) throw new Fault('operation.aborted');
      return bodies.map((body) => unsealOne(body, context));
    },
    [Symbol.asyncDispose]: async () => context[Symbol.dispose](),
  };
}

async function inspectOne(
  candidate: Candidate,
  context: ReturnType<typeof createWorkerContext>,
): Promise<InspectResult> {
  try {
    const { business, name, path, identity } = candidate;
    const answer = await inspectBatch([{ business, name, path, identity, judgement: null }], context);
    return unpackInspect(answer, answer.results[0], identity);
  } catch (reason) {
    // There is no thread to lose here: the document fails alone.
    return { outcome: 'failed', fault: Fault.from(reason, 'internal.unexpected').toRecord() };
  }
}
