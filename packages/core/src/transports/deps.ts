import type { Clock } from '../ports/clock.js';

/** What every adapter needs from outside. */
export interface TransportDeps {
  readonly clock: Clock;
}
