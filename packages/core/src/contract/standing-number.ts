import type { StandingName } from '../domain/concern.js';

/** Documents that are counted as the same. */
export interface StandingNumber {
  readonly standing: StandingName;
  readonly documents: number;
  /** How many of them wait for a person. */
  readonly concerning: number;
}
