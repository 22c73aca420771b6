const DAY_MS = 86_400_000;

/** Days before the end at which the operator is warned: renewing a card takes weeks. */
export const EXPIRY_WARNING_DAYS = [60, 30, 7] as const;

/** How near the end of a certificate or card is. */
export interface Expiry {
  /** Whole days left; negative when it has passed. */
  readonly daysLeft: number;
  /** The narrowest threshold passed (60, 30, 7), 0 when it has expired, null when there is no need to warn. */
  readonly warning: (typeof EXPIRY_WARNING_DAYS)[number] | 0 | null;
}

/** A warning is due whenever `warning` differs from what it was when last looked. */
export function expiryOf(validUntilMs: number, nowMs: number): Expiry {
  const daysLeft = Math.floor((validUntilMs - nowMs) / DAY_MS);
  if (validUntilMs <= nowMs) return { daysLeft, warning: 0 };
  const passed = EXPIRY_WARNING_DAYS.filter((days) => daysLeft <= days);
  return { daysLeft, warning: passed.at(-1) ?? null };
}
