import type { EventType, SwicEvent } from '../../contract/events.js';
import type { AlertPolicy } from './policy.js';
import type { AlertRule } from './rules.js';

const MINUTE_MS = 60_000;

/** The same event, counted while it comes again and again. */
export interface EventCount {
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** What the snapshot does not say: events that are over at once, and how long nothing came back. */
export interface AlertTally {
  readonly unreadable: EventCount | null;
  /** Starts that followed on no ordered end. */
  readonly restarts: EventCount | null;
  /** The first document that was confirmed since the last receipt; null = a receipt came after all of them. */
  readonly unansweredSinceMs: number | null;
}

export const EMPTY_TALLY: AlertTally = { unreadable: null, restarts: null, unansweredSinceMs: null };

type Step = (tally: AlertTally, atMs: number) => AlertTally;

const received: Step = (tally) => (tally.unansweredSinceMs === null ? tally : { ...tally, unansweredSinceMs: null });

/** Of most events nothing follows. */
const STEPS: { readonly [T in EventType]?: Step } = {
  'receipt.unreadable': (tally, atMs) => ({ ...received(tally, atMs), unreadable: oneMore(tally.unreadable, atMs) }),
  'receipt.deposited': received,
  'receipt.waiting': received,
  'receipt.duplicate': received,
  'receipt.foreign': received,
  'document.sent': (tally, atMs) => (tally.unansweredSinceMs === null ? { ...tally, unansweredSinceMs: atMs } : tally),
};

/** The tally after an event. Pure. */
export function tallied(tally: AlertTally, event: Pick<SwicEvent, 'type'>, atMs: number): AlertTally {
  return STEPS[event.type]?.(tally, atMs) ?? tally;
}

/** The tally of a start after an end that was not ordered. Pure. */
export function restarted(tally: AlertTally, atMs: number): AlertTally {
  return { ...tally, restarts: oneMore(tally.restarts, atMs) };
}

/** Without what has not happened again for as long as its rule says. Pure. */
export function calmTally(tally: AlertTally, policy: AlertPolicy, nowMs: number): AlertTally {
  const forMs = (rule: AlertRule): number => policy.ruleOf(rule, null).limit * MINUTE_MS;
  return {
    ...tally,
    unreadable: calmed(tally.unreadable, forMs('receipt-unreadable'), nowMs),
    restarts: calmed(tally.restarts, forMs('agent-restarted'), nowMs),
  };
}

/** Without what has not happened again for so long. Pure. */
function calmed(count: EventCount | null, forMs: number, nowMs: number): EventCount | null {
  return count === null || nowMs - count.lastMs >= forMs ? null : count;
}

function oneMore(count: EventCount | null, atMs: number): EventCount {
  return { count: (count?.count ?? 0) + 1, firstMs: count?.firstMs ?? atMs, lastMs: atMs };
}
