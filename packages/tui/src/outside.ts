export type { Call, DeskClock as DashboardClock } from '@swic/desk';

/** An agent that lives in this process, with the dashboard around it. */
export interface HostedAgent {
  /** Stops taking new work; what is in flight is finished. */
  drain(): void;
  /** No longer waits for it. */
  abort(): void;
  /** Settles when it has stopped; rejects with what stopped it. */
  readonly stopped: Promise<void>;
}
