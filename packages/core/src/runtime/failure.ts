import { Fault } from '../contract/fault.js';

/** The one place where the failures of what runs side by side come together: the first one counts, and stops the rest. */
export interface Failure {
  /** Aborts with the first failure. */
  readonly signal: AbortSignal;
  /** The first failure, null while there is none. */
  readonly first: Fault | null;
  /** Work that ended because it was aborted has not failed. */
  raise(reason: unknown): void;
  /** Throws the first failure, once: a disposal after it does not throw it again. */
  rethrow(): void;
}

export function createFailure(): Failure {
  const controller = new AbortController();
  let first: Fault | null = null;
  let isTold = false;
  return {
    signal: controller.signal,
    get first() {
      return first;
    },
    raise: (reason) => {
      const fault = Fault.from(reason, 'internal.unexpected');
      if (fault.code === 'operation.aborted') return;
      first ??= fault;
      controller.abort();
    },
    rethrow: () => {
      if (first === null || isTold) return;
      isTold = true;
      throw first;
    },
  };
}
