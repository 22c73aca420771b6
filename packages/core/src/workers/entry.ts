import assert from 'node:assert/strict';
import { workerData } from 'node:worker_threads';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { JobMap } from './job-map.js';
import { inspectBatch } from './jobs/inspect.js';
import { judgeFile } from './jobs/judge.js';
import { unsealBatch } from './jobs/unseal.js';
import { type Parcel, pack, unpack } from './parcel.js';
import type { WorkerSettings } from './settings.js';
import { createWorkerContext } from './worker-context.js';

/**
 * What a worker thread runs. piscina loads the compiled file and calls an export by its name. Each thread makes its rules ready
 * once, from the settings it was started with.
 */
const context = createWorkerContext(workerData as WorkerSettings);

export function inspect(task: Parcel): Promise<Parcel> {
  const { requests } = unpack<JobMap['inspect']['input']>(task);
  return orDie(async () => handOver(pack(await inspectBatch(requests, context))));
}

export function judge(task: Parcel): Promise<Parcel> {
  const { requests } = unpack<JobMap['judge']['input']>(task);
  return orDie(async () => {
    const [request] = requests;
    assert(request !== undefined, 'one file at a time');
    return pack(await judgeFile(request, context));
  });
}

export function unseal(task: Parcel): Promise<Parcel> {
  return orDie(async () => handOver(pack(unsealBatch(unpack<JobMap['unseal']['input']>(task), context))));
}

/**
 * An unexpected exception may have left libxml2's memory in pieces, so the thread ends with it and a fresh one takes
 * over. Its task is never answered; piscina tells the runner that the thread died.
 */
async function orDie<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (reason) {
    setImmediate(() => {
      throw reason;
    });
    return new Promise<never>(() => undefined);
  }
}

/** Gives the answer's buffers away instead of copying them. piscina recognizes it by its symbols and sends the value in it. */
function handOver(answer: Parcel): Parcel {
  return move({ [transferableSymbol]: answer.buffers, [valueSymbol]: answer } as Parameters<
    typeof move
  >[0]) as unknown as Parcel;
}
