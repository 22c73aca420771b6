import { Fault, type FaultCode, type FaultDetail } from '@swic/core/contract';
import type { Clock } from '@swic/core/ports';

export interface Limit {
  readonly limitMs: number;
  readonly code: FaultCode;
  readonly detail: FaultDetail;
}

/** The work's outcome, or the limit's fault when it takes longer. The work is told by its own means, not by this. */
export async function within<T>(work: Promise<T>, limit: Limit, clock: Clock, signal: AbortSignal): Promise<T> {
  const timer = new AbortController();
  const expiry = (async (): Promise<never> => {
    await clock.sleep(limit.limitMs, AbortSignal.any([signal, timer.signal]));
    throw new Fault(limit.code, { ...limit.detail, limitMs: limit.limitMs });
  })();
  // The loser of the race rejects later, without a listener.
  expiry.catch(() => undefined);
  try {
    return await Promise.race([work, expiry]);
  } finally {
    timer.abort();
  }
}
