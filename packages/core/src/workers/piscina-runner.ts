import { setMaxListeners } from 'node:events';
import { Fault, type FaultRecord } from '../contract/fault.js';
import { NO_ENVELOPE, NOTHING_KNOWN } from '../domain/receipts/nothing-known.js';
import type { Unsealed } from '../domain/receipts/unsealed.js';
import type { Candidate } from '../ports/boxes.js';
import type { InspectResult, Jobs } from '../ports/jobs.js';
import { type ChunkRules, cutChunks } from './chunks.js';
import type { FilesOf, JudgeRequest, UnsealAnswer, UnsealRequest } from './job-map.js';
import { openHere } from './open-here.js';
import type { JobsSettings } from './settings.js';
import { STRIKES_MAX, Strikes } from './strikes.js';
import { unpackInspect, viewOf } from './unpack.js';
import { createWorkerContext, type WorkerContext } from './worker-context.js';
import { WorkerPool } from './worker-pool.js';

/** From some ten documents on, handing over no longer dominates; beyond 64 nothing is gained (measured). */
const INSPECT_RULES = { countMax: 64, countMin: 8, bytesMax: 1024 * 1024 } as const;

/** Receipts are quicker than documents, so more of them go together. */
const UNSEAL_RULES = { countMax: 256, countMin: 16, bytesMax: 1024 * 1024 } as const;

/** Starts the threads and waits until they answer. Rejects with `worker.died` or `worker.timeout` when they cannot start. */
export async function openPiscinaJobs(settings: JobsSettings): Promise<Jobs> {
  const pool = new WorkerPool(settings);
  try {
    await pool.run('unseal', { buffers: [new ArrayBuffer(0)], lengths: [] }, new AbortController().signal);
  } catch (reason) {
    await pool[Symbol.asyncDispose]();
    throw Fault.from(reason, 'worker.died');
  }
  return new PiscinaJobs(pool, createWorkerContext(settings));
}

class PiscinaJobs implements Jobs {
  readonly #pool: WorkerPool;
  readonly #context: WorkerContext;
  readonly #strikes = new Strikes();

  constructor(pool: WorkerPool, context: WorkerContext) {
    this.#pool = pool;
    this.#context = context;
  }

  async inspect(candidates: readonly Candidate[], signal: AbortSignal): Promise<readonly InspectResult[]> {
    // One signal stops many tasks: Node takes more than ten listeners for a leak.
    setMaxListeners(0, signal);
    const sizes = candidates.map(({ identity }) => identity.sizeBytes);
    const isSuspect = (position: number): boolean => this.#strikes.has(candidates[position]?.identity ?? UNKNOWN);
    return this.#inChunks(sizes, isSuspect, INSPECT_RULES, (positions) =>
      this.#inspectChunk(pick(candidates, positions), signal),
    );
  }

  async unseal(bodies: readonly Uint8Array[], signal: AbortSignal): Promise<readonly Unsealed[]> {
    const here = await openHere(bodies, this.#context, signal);
    const large = here.flatMap((one, position) => (one === null ? [position] : []));
    const fromThreads = large.length === 0 ? [] : await this.#unsealInThreads(pick(bodies, large), signal);
    const opened = new Map(large.map((position, index) => [position, fromThreads[index]]));
    // Each in its place: the caller pairs them with their deliveries.
    return here.map(
      (one, position) =>
        one ??
        opened.get(position) ??
        unreadable(bodies[position] ?? new Uint8Array(0), new Fault('worker.died').toRecord()),
    );
  }

  async #unsealInThreads(bodies: readonly Uint8Array[], signal: AbortSignal): Promise<readonly Unsealed[]> {
    setMaxListeners(0, signal);
    const sizes = bodies.map((body) => body.length);
    return this.#inChunks(
      sizes,
      () => false,
      UNSEAL_RULES,
      (positions) => this.#unsealChunk(pick(bodies, positions), signal),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool[Symbol.asyncDispose]();
    this.#context[Symbol.dispose]();
  }

  /** Works on all chunks at once and puts the results back into the order asked. */
  async #inChunks<Result>(
    sizes: readonly number[],
    isAlone: (position: number) => boolean,
    rules: Omit<ChunkRules, 'threads'>,
    work: (positions: readonly number[]) => Promise<readonly Result[]>,
  ): Promise<readonly Result[]> {
    const chunks = cutChunks(sizes, isAlone, { ...rules, threads: this.#pool.threads });
    const results = new Array<Result>(sizes.length);
    await Promise.all(
      chunks.map(async (positions) => {
        const part = await work(positions);
        positions.forEach((position, index) => {
          results[position] = part[index] as Result;
        });
      }),
    );
    return results;
  }

  async #inspectChunk(candidates: readonly Candidate[], signal: AbortSignal): Promise<readonly InspectResult[]> {
    try {
      return await this.#inspectNow(candidates, signal);
    } catch (reason) {
      const fault = workerFault(reason);
      const [only] = candidates;
      if (candidates.length === 1 && only !== undefined) return [this.#strike(only, fault)];
    }
    // One of them ended the thread. Each gets a thread to itself, so that only the one is hit again.
    const results: InspectResult[] = [];
    for (const candidate of candidates) results.push(...(await this.#inspectChunk([candidate], signal)));
    return results;
  }

  async #inspectNow(candidates: readonly Candidate[], signal: AbortSignal): Promise<readonly InspectResult[]> {
    const requests = candidates.map(({ business, name, path, identity }) => ({
      business,
      name,
      path,
      identity,
      judgement: null,
    }));
    const answer = await this.#pool.run('inspect', files(requests), signal);
    const results: InspectResult[] = [];
    for (const [index, request] of requests.entries()) {
      const packed = answer.results[index];
      const isApart = packed?.outcome === 'to-be-judged';
      results.push(
        isApart
          ? await this.#judgeAndInspect({ ...request, as: packed.as }, signal)
          : unpackInspect(answer, packed, request.identity),
      );
      this.#strikes.clear(request.identity);
    }
    return results;
  }

  /** Judged in one thread, then read once more in another: each has the memory that the one before gave back. */
  async #judgeAndInspect({ as, ...request }: JudgeRequest, signal: AbortSignal): Promise<InspectResult> {
    const judged = await this.#pool.run('judge', files([{ ...request, as }]), signal);
    if (judged.outcome === 'failed') return judged;
    const answer = await this.#pool.run('inspect', files([{ ...request, judgement: judged.judgement }]), signal);
    return unpackInspect(answer, answer.results[0], request.identity);
  }

  #strike(candidate: Candidate, fault: Fault): InspectResult {
    const { identity, name } = candidate;
    const strikes = this.#strikes.add(identity);
    if (strikes < STRIKES_MAX) return { outcome: 'failed', fault: fault.toRecord() };
    const record = new Fault('document.poisons-worker', { name, strikes }, fault).toRecord();
    const unread = {
      sha256: '',
      bytes: new Uint8Array(0),
      root: '',
      namespace: '',
      messageType: null,
      keys: [],
      problems: [],
    };
    return { outcome: 'rejected', fault: record, inspection: { identity, ...unread } };
  }

  async #unsealChunk(bodies: readonly Uint8Array[], signal: AbortSignal): Promise<readonly Unsealed[]> {
    try {
      return await this.#unsealNow(bodies, signal);
    } catch (reason) {
      workerFault(reason);
    }
    const results: Unsealed[] = [];
    for (const body of bodies) results.push(await this.#unsealAlone(body, signal));
    return results;
  }

  /** A body that ends a thread even when it is alone is kept as it is: receiving goes on. */
  async #unsealAlone(body: Uint8Array, signal: AbortSignal): Promise<Unsealed> {
    try {
      const [unsealed] = await this.#unsealNow([body], signal);
      return unsealed ?? unreadable(body, new Fault('worker.died').toRecord());
    } catch (reason) {
      return unreadable(body, workerFault(reason).toRecord());
    }
  }

  async #unsealNow(bodies: readonly Uint8Array[], signal: AbortSignal): Promise<readonly Unsealed[]> {
    const request = packBodies(bodies);
    const answer: UnsealAnswer = await this.#pool.run('unseal', request, signal);
    return answer.results.map((result) => ({ ...result, receipt: viewOf(answer, result.receipt) }));
  }
}

const UNKNOWN = { device: '', inode: '', sizeBytes: -1, modifiedNs: '' };

/** The end of a thread is ours to deal with; everything else (an abort) goes to the caller. */
function workerFault(reason: unknown): Fault {
  const fault = Fault.from(reason, 'worker.died');
  if (fault.code !== 'worker.died' && fault.code !== 'worker.timeout') throw fault;
  return fault;
}

function files<Request>(requests: readonly Request[]): FilesOf<Request> {
  return { requests, buffers: [] };
}

function pick<T>(all: readonly T[], positions: readonly number[]): readonly T[] {
  return positions.flatMap((position) => all.slice(position, position + 1));
}

/** Into a buffer of their own: a received body is a view into a larger one, all of which a thread would get copied. */
function packBodies(bodies: readonly Uint8Array[]): UnsealRequest {
  const target = new Uint8Array(bodies.reduce((sum, body) => sum + body.length, 0));
  let at = 0;
  for (const body of bodies) {
    target.set(body, at);
    at += body.length;
  }
  return { buffers: [target.buffer], lengths: bodies.map((body) => body.length) };
}

function unreadable(body: Uint8Array, fault: FaultRecord): Unsealed {
  return {
    ...NOTHING_KNOWN,
    heads: [],
    envelope: NO_ENVELOPE,
    receipt: body,
    root: '',
    unreadable: `处理线程因该报文退出 / Reading it stopped its worker (${fault.code})`,
  };
}
