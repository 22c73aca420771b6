import type { Sending } from '../../flows/send/sender.js';
import type { Jobs } from '../../ports/jobs.js';

/** What recovery of one business works with. */
export interface Recovering {
  readonly sending: Sending;
  readonly jobs: Jobs;
  /** Absolute path of the OutBox. */
  readonly outBox: string;
}
