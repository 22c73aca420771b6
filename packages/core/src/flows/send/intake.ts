import type { Jobs } from '../../ports/jobs.js';
import type { Bell } from '../../runtime/bell.js';
import type { JointLimiter } from '../../runtime/limiter.js';
import type { Amendments } from './amendments.js';
import type { DuplicateGuard } from './duplicate-guard.js';
import type { Sending } from './sender.js';

/** How files come from an OutBox onto a line. */
export interface Intake {
  readonly sending: Sending;
  readonly jobs: Jobs;
  /** Rings when something may have come into OutBox; waiting for it is only shortened by that. */
  readonly bell: Bell;
  /** Bounds the documents of this business and the bytes of all of them in flight. */
  readonly limiter: JointLimiter;
  readonly duplicates: DuplicateGuard;
  readonly amendments: Amendments;
}
