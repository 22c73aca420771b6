const MINUTE_MS = 60_000;

/** How long to wait before the next attempt, so that no minute has more than `perMinuteMax` of them. `attempts`: when they were. Pure. */
export function paceMs(attempts: readonly number[], perMinuteMax: number, nowMs: number): number {
  const first = attempts.at(-perMinuteMax);
  return first === undefined ? 0 : Math.max(0, first + MINUTE_MS - nowMs);
}

/** What is known of the attempts before a start: the last minute may have had as many as there may be. Pure. */
export function attemptsBefore(deliveredAgoMs: number, perMinuteMax: number, nowMs: number): readonly number[] {
  if (deliveredAgoMs < 0 || deliveredAgoMs >= MINUTE_MS) return [];
  return Array.from({ length: perMinuteMax }, () => nowMs - deliveredAgoMs);
}

/** With one more, and without those that no longer count. Pure. */
export function paced(attempts: readonly number[], nowMs: number): readonly number[] {
  return [...attempts.filter((ms) => nowMs - ms < MINUTE_MS), nowMs];
}
