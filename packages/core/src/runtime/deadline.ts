import { Fault } from '../contract/fault.js';
import type { FaultCode } from '../contract/fault-table.js';

/** Rejects with the given fault when the work takes longer; the work itself is told by its own means. */
export async function withDeadline<T>(work: Promise<T>, limitMs: number, code: FaultCode): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Fault(code, { limitMs })), limitMs);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves when the signal aborts; for racing. Never rejects. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
