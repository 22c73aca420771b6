/** What is believed about the calendar, kept over restarts. */
export interface ClockBelief {
  /** The latest instant that is believed to have been reached; epoch ms. */
  readonly believedMs: number;
  /** How long the machine's clock has run steadily since it was first doubted; 0 while it is not. */
  readonly steadyMs: number;
  /** What the machine's clock said at the last reading; epoch ms. */
  readonly lastNowMs: number;
  /** While it is ahead: it was set ahead, and the machine was not off in between. So it was behind before, or it is wrong now. */
  readonly isSetAhead: boolean;
  /** When it was last set ahead, to what was proven then: what carries an earlier time may be from just before. Null = never. */
  readonly setAheadMs: number | null;
}

export interface ClockReading {
  readonly nowMs: number;
  /** Monotonic time since the last reading; 0 at a start. */
  readonly elapsedMs: number;
}

/** A day of work, in which people see what is said about it, and receipts usually come. */
export const STEADY_MS_MIN = 24 * 3_600_000;
/** Longer than a weekend that the machine is off. */
const GAP_MS_MAX = 72 * 3_600_000;
const DAY_MS = 86_400_000;
/** This client did not exist before: a clock that said so was behind, as those are that begin at 1970 without a battery. */
const NO_EARLIER_MS = Date.UTC(2026, 0, 1);

/**
 * How far the clock may be ahead of what is believed without being doubted: as long as a weekend, and never more than half of what is
 * kept the shortest, so that what is believed too early still leaves half of it.
 */
export function toleranceMs(shortestKeepDays: number): number {
  return Math.min(GAP_MS_MAX, (shortestKeepDays * DAY_MS) / 2);
}

/**
 * A clock that differs by more than the tolerance is doubted. Ahead: was the machine off, or is the clock wrong? Behind: is it wrong
 * now, or was it before? Then what is believed goes on by monotonic time, until the clock comes back to it, has run steadily for long
 * enough, or is proven otherwise (`proven`). So a clock that was behind for a while does not make the right one look ahead.
 */
export function judgeClock(belief: ClockBelief, { nowMs, elapsedMs }: ClockReading, tolerance: number): ClockBelief {
  const { setAheadMs } = belief;
  const expectedMs = belief.believedMs + elapsedMs;
  if (Math.abs(nowMs - expectedMs) <= tolerance) return proven(nowMs, setAheadMs);
  const isSteady = elapsedMs === 0 || Math.abs(nowMs - belief.lastNowMs - elapsedMs) <= tolerance;
  const steadyMs = isSteady ? belief.steadyMs + elapsedMs : 0;
  const isStep = elapsedMs > 0 && !isDoubted(belief);
  const isSetAhead = nowMs > expectedMs && (belief.isSetAhead || isStep || expectedMs < NO_EARLIER_MS);
  const judged = { believedMs: expectedMs, steadyMs, lastNowMs: nowMs, isSetAhead, setAheadMs };
  return steadyMs >= STEADY_MS_MIN ? asProven(judged) : judged;
}

/** The clock is right although it is not what was expected. */
export function asProven({ lastNowMs, isSetAhead, setAheadMs }: ClockBelief): ClockBelief {
  return proven(lastNowMs, isSetAhead ? lastNowMs : setAheadMs);
}

export function proven(nowMs: number, setAheadMs: number | null = null): ClockBelief {
  return { believedMs: nowMs, steadyMs: 0, lastNowMs: nowMs, isSetAhead: false, setAheadMs };
}

export function isDoubted({ believedMs, lastNowMs }: Pick<ClockBelief, 'believedMs' | 'lastNowMs'>): boolean {
  return believedMs !== lastNowMs;
}

export function isBehind({ believedMs, lastNowMs }: ClockBelief): boolean {
  return lastNowMs < believedMs;
}

/** What the platform's own times in receipts say of our clock: they were written by another one. */
export type Testimony = 'agrees' | 'contradicts' | 'silent';

interface Dated {
  readonly receivedMs: number;
  readonly businessTimeMs: number | null;
}

/** A receipt is written within hours of being received, unless it waited in the queue: one that is fresh proves our clock. */
const FRESH_MS = DAY_MS;

export function testimonyOf(receipts: readonly Dated[]): Testimony {
  const ages = receipts.flatMap(({ receivedMs, businessTimeMs }) =>
    businessTimeMs === null ? [] : [receivedMs - businessTimeMs],
  );
  if (ages.some((ageMs) => Math.abs(ageMs) <= FRESH_MS)) return 'agrees';
  return ages.length === 0 ? 'silent' : 'contradicts';
}
