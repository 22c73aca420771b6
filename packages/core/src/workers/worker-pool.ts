import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { Fault } from '../contract/fault.js';
import { withDeadline } from '../runtime/deadline.js';
import { reclaim } from '../runtime/host/index.js';
import { Limiter } from '../runtime/limiter.js';
import type { JobMap, JobName } from './job-map.js';
import { orAborted } from './or-aborted.js';
import { type Parcel, pack, unpack } from './parcel.js';
import type { JobsSettings } from './settings.js';

/**
 * Plain declarations keep one thread busy, or two; documents that need a schema, and archives, keep as many busy as there are cores.
 * Threads are made when they are needed. Beyond this many the main thread is the limit for documents of every kind (decision 0072).
 */
const THREADS_MAX = 16;

/**
 * Far more than the largest document within the limits needs. A thread that comes near it ends alone only when it grows in
 * steps of less than 16 MiB; a single larger allocation there would end the process (Node's allowance), so what bounds the
 * memory of a document is InspectLimits, and this is the second wall.
 */
const HEAP_MIB_MAX = 1_024;

/**
 * What a thread makes for one chunk of documents and throws away after it fits into this several times over; Node would give
 * each thread three times as much, and a process with its threads 30 MB more.
 */
const YOUNG_MIB_MAX = 12;

/**
 * Bytes of files and messages that all threads together work on: each costs several times its size while it is read. One that
 * is larger has all threads for itself.
 */
const BYTES_MAX = 32 * 1024 * 1024;

/**
 * More than this is worked on in a thread that ends with it. What a thread has taken for a large document it keeps: its heap shrinks
 * late, and the memory of libxml2's WebAssembly never.
 */
const LASTING_BYTES_MAX = 8 * 1024 * 1024;

/** How long disposing waits for tasks that are running; they change nothing on disk, so they may be cut off. */
const CLOSE_GRACE_MS = 5_000;

interface Task<Job extends JobName> {
  readonly job: Job;
  readonly input: JobMap[Job]['input'];
}

/**
 * A thread for each core, none left out for the main thread: checking costs several times what sending does, so two threads
 * beside a busy main thread and a broker on two cores still send a third more than one (measured). The main thread is never
 * starved: it needs little, and the system shares the cores by time.
 */
export function defaultThreads(): number {
  return Math.max(1, Math.min(THREADS_MAX, availableParallelism()));
}

/**
 * piscina with a deadline per task. A task is handed over only when a thread is free for it, so that the deadline counts work
 * and not waiting, and so that a thread that has to be ended never takes a queued task with it.
 */
export class WorkerPool implements AsyncDisposable {
  readonly threads: number;
  readonly #piscina: Piscina;
  /** Threads that end with the large document they work on. */
  readonly #passing = new Set<Piscina>();
  readonly #limiter: Limiter;
  readonly #settings: JobsSettings;
  /** A signal per running task, used again by the next: making one anew costs half as much as handing a task over (measured). */
  readonly #stops: AbortController[] = [];
  #closing: Promise<void> | null = null;

  constructor(settings: JobsSettings) {
    this.threads = settings.threads === null || settings.threads === 0 ? defaultThreads() : settings.threads;
    this.#settings = settings;
    this.#limiter = new Limiter(this.threads, BYTES_MAX);
    this.#piscina = createThreads(settings, this.threads);
  }

  /**
   * Rejects with `worker.died`, `worker.timeout` (its thread is gone and replaced) or `operation.aborted` (there is no
   * caller left; the task itself goes on to its end).
   */
  async run<Job extends JobName>(
    job: Job,
    input: JobMap[Job]['input'],
    signal: AbortSignal,
  ): Promise<JobMap[Job]['output']> {
    const permit = await this.#limiter.acquire(bytesOf(input), signal);
    const task = { job, input };
    const isPassing = job === 'judge' || bytesOf(input) > LASTING_BYTES_MAX;
    const work = isPassing ? this.#runAlone(task) : this.#runTask(this.#piscina, task);
    return orAborted(
      work.finally(() => permit.release()),
      signal,
    );
  }

  /** The thread is gone, and its memory with it, before the answer is handed out: what follows needs memory too. */
  async #runAlone<Job extends JobName>(task: Task<Job>): Promise<JobMap[Job]['output']> {
    reclaim();
    const threads = createThreads(this.#settings, 1);
    this.#passing.add(threads);
    try {
      return await this.#runTask(threads, task);
    } finally {
      await threads.destroy();
      this.#passing.delete(threads);
    }
  }

  async #runTask<Job extends JobName>(threads: Piscina, { job, input }: Task<Job>): Promise<JobMap[Job]['output']> {
    const stop = this.#stops.pop() ?? new AbortController();
    const running = threads.run(pack(input), {
      name: job,
      transferList: [...input.buffers],
      signal: stop.signal,
    }) as Promise<Parcel>;
    try {
      const answer = await withDeadline(running, this.#settings.deadlineMs, 'worker.timeout');
      this.#stops.push(stop);
      return unpack<JobMap[Job]['output']>(answer);
    } catch (reason) {
      // The jobs themselves never reject: what comes here is the deadline or the end of the thread.
      const fault = reason instanceof Fault ? reason : new Fault('worker.died', { job }, reason);
      if (this.#closing !== null) throw new Fault('operation.aborted', {}, reason);
      if (fault.code === 'worker.timeout') {
        // Aborting a running task is how piscina is told to end its thread.
        stop.abort();
        running.catch(() => undefined);
      }
      this.#settings.onReplaced(fault.toRecord());
      throw fault;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    try {
      await withDeadline(this.#limiter.idle(new AbortController().signal), CLOSE_GRACE_MS, 'worker.timeout');
    } catch {
      // Only the grace can be over: what still runs is cut off with its thread.
    }
    await Promise.all([this.#piscina, ...this.#passing].map((threads) => threads.destroy()));
  }
}

function createThreads(settings: JobsSettings, count: number): Piscina {
  const { profiles, businesses, limits, onReplaced } = settings;
  const piscina = new Piscina({
    filename: (settings.entry ?? compiledEntry()).href,
    name: 'inspect',
    // The others start when there is work for them: each costs 0.25 s of a core to start, and 40 MB (measured).
    minThreads: Math.min(1, count),
    maxThreads: count,
    idleTimeout: Number.POSITIVE_INFINITY,
    concurrentTasksPerWorker: 1,
    // With 'sync', piscina's default, an idle thread blocks on Atomics.wait and its event loop does not turn (measured).
    atomics: 'disabled',
    recordTiming: false,
    // Flags of the process (a test runner's, a profiler's) are not meant for the threads.
    execArgv: [],
    workerData: { profiles, businesses, limits },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB_MAX, maxYoungGenerationSizeMb: YOUNG_MIB_MAX },
  });
  // A thread that dies between tasks is replaced by piscina; without a listener its error would end the process.
  piscina.on('error', (reason: unknown) => onReplaced(new Fault('worker.died', { job: 'none' }, reason).toRecord()));
  return piscina;
}

function bytesOf(input: JobMap[JobName]['input']): number {
  return 'requests' in input
    ? input.requests.reduce((sum, { identity }) => sum + identity.sizeBytes, 0)
    : input.buffers[0].byteLength;
}

/**
 * The compiled entry, also when this file is run from its source by the test runner: a thread has no TypeScript loader, so it
 * needs `dist/workers/entry.js`, which `npm test` builds first.
 */
function compiledEntry(): URL {
  return new URL('entry.js', import.meta.url.replace(/\/src\/workers\/[^/]*$/, '/dist/workers/'));
}
