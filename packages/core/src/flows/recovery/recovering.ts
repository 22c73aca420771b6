import type { Jobs } from '../../ports/jobs.js';
import type { ClaimOwners, LeftBehind } from '../../ports/left-behind.js';
import type { Sending } from '../send/sender.js';

/** What recovery of one business works with. */
export interface Recovering {
  readonly sending: Sending;
  readonly jobs: Jobs;
  readonly owners: ClaimOwners;
  readonly left: LeftBehind;
}
