/** Time and chance as a port, so that rules are pure and tests decide. Epoch milliseconds. */
export interface Clock {
  nowMs(): number;
  /** Monotonic milliseconds for durations; unrelated to the calendar. */
  tickMs(): number;
  /** In [0, 1). */
  random(): number;
  /** Resolves after `delayMs`; rejects with Fault `operation.aborted` as soon as the signal aborts. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
}
