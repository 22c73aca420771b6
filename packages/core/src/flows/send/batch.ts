import assert from 'node:assert/strict';
import { createDeferred } from '../../runtime/deferred.js';
import type { CheckedFile } from './claim.js';

/**
 * Told of each file once, when its way is over. `reason` null: it had one of the ends of a document. Else it had none:
 * `operation.aborted` when the work was given up before the outcome was known; `document.vanished`, `document.changed` or `disk.*` when
 * it could not be claimed (it is still the firm's); `signer.*` when it is back in OutBox; and faults of fate `halt`.
 */
export type Ended = (file: CheckedFile, reason: unknown) => void;

/** Files that came onto the line together. */
export class Batch {
  readonly #ended: Ended;
  readonly #done = createDeferred<void>();
  #left: number;

  constructor(count: number, ended: Ended) {
    this.#ended = ended;
    this.#left = count;
    if (count === 0) this.#done.resolve();
  }

  /** Resolves when each of them has ended; rejects with what `ended` throws first. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  end(file: CheckedFile, reason: unknown): void {
    try {
      this.#ended(file, reason);
    } catch (thrown) {
      this.#done.reject(thrown);
    }
    this.#left -= 1;
    if (this.#left === 0) this.#done.resolve();
  }
}

/** A document on the line, with its file as it was found and the batch that it came with. */
export interface Underway<Document> {
  readonly file: CheckedFile;
  readonly batch: Batch;
  readonly document: Document;
}

/** Each with its outcome: what is done in groups answers in the order asked. */
export function withOutcomes<T, R>(asked: readonly T[], outcomes: readonly R[]): readonly (readonly [T, R])[] {
  assert(asked.length === outcomes.length, 'one outcome for each');
  return asked.map((one, index) => [one, outcomes[index] as R]);
}
