/** Decorrelated jitter: each wait is drawn from [base, 3 × the last wait], capped. A fleet never knocks in lockstep. */
export interface BackoffPolicy {
  readonly baseMs: number;
  readonly maxMs: number;
}

/** `random` is in [0, 1). `lastMs` is the wait before; 0 for the first. */
export function nextDelayMs(policy: BackoffPolicy, lastMs: number, random: number): number {
  const high = Math.max(policy.baseMs, Math.min(policy.maxMs, lastMs * 3));
  return Math.round(Math.min(policy.maxMs, policy.baseMs + random * (high - policy.baseMs)));
}
