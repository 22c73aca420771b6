import type { TestStepRecord } from './commands.js';
import type { StampedEvent } from './events.js';
import type { LogLines } from './log-line.js';
import type { CommandProgress } from './progress.js';
import type { Snapshot } from './snapshot.js';

/**
 * Sent by the agent without being asked, after `subscribe` or `watch`; `testStep` while `testConnection` runs, `progress` while `verify`,
 * `backup` or `resend` does, at most four a second.
 */
export interface NotificationMap {
  event: StampedEvent;
  snapshot: Snapshot;
  lines: LogLines;
  testStep: TestStepRecord;
  progress: CommandProgress;
}
