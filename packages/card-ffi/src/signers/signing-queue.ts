import { Fault } from '@swic/core/contract';
import type { SignatureResult } from '@swic/core/ports';
import { type Deferred, deferred } from '../runtime/deferred.js';
import { orAborted } from '../runtime/lane.js';

/** One signature wanted. It is answered exactly once, whatever happens to the signer in between. */
export interface SigningJob {
  readonly bytes: Uint8Array;
  /** How often it has failed so far. */
  attempts: number;
}

/** What became of a batch, from its front: so many are signed, and perhaps the next one failed. */
export interface BatchOutcome {
  readonly signed: readonly SignatureResult[];
  readonly fault: Fault | null;
}

export interface SigningQueueOptions {
  readonly batchMax: number;
  readonly waitingMax: number;
  readonly attemptsMax: number;
  signBatch(jobs: readonly SigningJob[]): Promise<BatchOutcome>;
  /** Waits before a failed one is tried again. */
  pauseBeforeRetry(): Promise<void>;
}

interface Entry extends SigningJob {
  readonly signal: AbortSignal;
  readonly answer: Deferred<SignatureResult>;
}

/** Faults that a second look often clears: a reader that resets, a library that crashed, a reader held for a moment. */
const WORTH_RETRYING = new Set(['signer.absent', 'signer.busy', 'signer.broken', 'signer.refused']);

/** Documents one after another over which the library failed until the library itself is taken to be broken. */
const BROKEN_OVER_MAX = 2;

/**
 * Signatures one batch after another. What was signed before a failure is kept; the one that failed is tried again a
 * few times; a refusal is that document's own, any other fault is that of all who wait, since the device has it.
 *
 * A library that crashes may do so because of one document. So after a crash documents go one by one for a while, and the
 * first one over which it fails for good is failed alone; only when it fails over the next one as well is it that of all.
 */
export class SigningQueue {
  readonly #options: SigningQueueOptions;
  #entries: Entry[] = [];
  #drain: Promise<void> | null = null;
  #isClosed = false;
  /** So many are still signed one by one. */
  #singleLeft = 0;
  /** Documents that were failed as `signer.broken` since the last signature. */
  #brokenOver = 0;

  constructor(options: SigningQueueOptions) {
    this.#options = options;
  }

  async sign(bytes: Uint8Array, signal: AbortSignal): Promise<SignatureResult> {
    if (this.#isClosed || signal.aborted) throw new Fault('operation.aborted');
    if (this.#entries.length >= this.#options.waitingMax)
      throw new Fault('signer.busy', { waiting: this.#entries.length });
    const entry: Entry = { bytes, attempts: 0, signal, answer: deferred() };
    this.#entries.push(entry);
    if (this.#drain === null) this.#start();
    return orAborted(entry.answer.promise, signal);
  }

  /** Answers everyone who waits with `operation.aborted` and resolves when nothing is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#rejectAll(new Fault('operation.aborted'));
    await this.#drain;
  }

  #start(): void {
    // Cleared here and not at the end of run, which may come before the assignment when there is nothing to do.
    this.#drain = this.#run().finally(() => {
      this.#drain = null;
      if (this.#entries.length > 0) this.#start();
    });
  }

  /** It cannot reject: every failure becomes a caller's answer. */
  async #run(): Promise<void> {
    for (let batch = this.#nextBatch(); batch.length > 0; batch = this.#nextBatch()) {
      const { signed, fault } = await this.#options.signBatch(batch).catch((reason: unknown): BatchOutcome => {
        this.#singleLeft = this.#options.batchMax;
        return { signed: [], fault: Fault.from(reason, 'signer.broken') };
      });
      if (signed.length > 0) {
        this.#singleLeft = Math.max(0, this.#singleLeft - signed.length);
        this.#brokenOver = 0;
      }
      for (const [index, result] of signed.entries()) batch[index]?.answer.resolve(result);
      // Everyone behind the answered ones comes back to the front, in the old order.
      this.#entries.unshift(...batch.slice(signed.length));
      if (fault !== null) await this.#failed(batch[signed.length], fault);
    }
  }

  async #failed(entry: Entry | undefined, fault: Fault): Promise<void> {
    if (this.#isClosed) return this.#rejectAll(new Fault('operation.aborted'));
    if (entry !== undefined) entry.attempts += 1;
    if (WORTH_RETRYING.has(fault.code) && (entry?.attempts ?? 0) < this.#options.attemptsMax) {
      await this.#options.pauseBeforeRetry();
      return;
    }
    if (fault.code === 'signer.broken') this.#brokenOver += 1;
    const isItsOwn =
      fault.code === 'signer.refused' || (fault.code === 'signer.broken' && this.#brokenOver < BROKEN_OVER_MAX);
    if (!isItsOwn) return this.#rejectAll(fault);
    this.#entries = this.#entries.filter((one) => one !== entry);
    entry?.answer.reject(fault);
  }

  #nextBatch(): readonly Entry[] {
    // A caller that left has been answered by its own signal.
    this.#entries = this.#entries.filter((entry) => !entry.signal.aborted);
    return this.#entries.splice(0, this.#singleLeft > 0 ? 1 : this.#options.batchMax);
  }

  #rejectAll(fault: Fault): void {
    for (const entry of this.#entries.splice(0)) entry.answer.reject(fault);
  }
}
