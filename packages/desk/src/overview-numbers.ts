import type { BusinessSnapshot } from '@swic/core/contract';
import { withCommas } from './numbers.js';

/** A rate of so many seconds does not flicker, and still follows. */
const RATE_SECONDS = 5;

/** What arrives for no business is shown only when there is any. */
export function shownBusinesses(businesses: readonly BusinessSnapshot[]): readonly BusinessSnapshot[] {
  return businesses.filter(
    ({ key, counts, lastFault }) => key !== 'OTHERS' || counts.receipts > 0 || lastFault !== null,
  );
}

export function rateOf(sendRate: readonly number[]): number {
  const latest = sendRate.slice(-RATE_SECONDS);
  return latest.length === 0 ? 0 : latest.reduce((sum, count) => sum + count, 0) / latest.length;
}

/** What a question about everything has to say. */
export function totalsOf(businesses: readonly BusinessSnapshot[]): {
  readonly flows: number;
  readonly inFlight: number;
  readonly waiting: string;
} {
  return {
    flows: countRunning(businesses),
    inFlight: businesses.reduce((sum, one) => sum + one.inFlight, 0),
    waiting: withCommas(businesses.reduce((sum, one) => sum + one.waiting, 0)),
  };
}

function countRunning(businesses: readonly BusinessSnapshot[]): number {
  return businesses.reduce(
    (sum, { send, receive }) =>
      sum + (send !== null && send.state !== 'stopped' ? 1 : 0) + (receive.state === 'stopped' ? 0 : 1),
    0,
  );
}
