import type { Jobs } from '../../ports/jobs.js';

/** Jobs whose threads can be exchanged while they work: threads are told once what the businesses ask of their documents. */
export interface ReplaceableJobs extends Jobs {
  /** New calls go to `next` at once; the threads before are ended when their last call is done. */
  replace(next: Jobs): void;
}

interface Generation {
  readonly jobs: Jobs;
  calls: number;
  isRetired: boolean;
}

export function createReplaceableJobs(first: Jobs): ReplaceableJobs {
  let current: Generation = { jobs: first, calls: 0, isRetired: false };
  const ending: PromiseLike<void>[] = [];
  const endIfIdle = (generation: Generation): void => {
    if (!generation.isRetired || generation.calls > 0) return;
    ending.push(generation.jobs[Symbol.asyncDispose]());
  };
  const call = async <T>(work: (jobs: Jobs) => Promise<T>): Promise<T> => {
    const generation = current;
    generation.calls += 1;
    try {
      return await work(generation.jobs);
    } finally {
      generation.calls -= 1;
      endIfIdle(generation);
    }
  };
  return {
    inspect: (candidates, signal) => call((jobs) => jobs.inspect(candidates, signal)),
    unseal: (bodies, signal) => call((jobs) => jobs.unseal(bodies, signal)),
    replace(next) {
      const before = current;
      current = { jobs: next, calls: 0, isRetired: false };
      before.isRetired = true;
      endIfIdle(before);
    },
    async [Symbol.asyncDispose]() {
      await current.jobs[Symbol.asyncDispose]();
      await Promise.all(ending);
    },
  };
}
