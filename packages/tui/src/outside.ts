import type { CommandMap, CommandName } from '@swic/core/contract';

/** Time as the dashboard needs it; the agent's own clock fits. */
export interface DashboardClock {
  nowMs(): number;
  readonly tickMs: () => number;
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
}

/** An agent that lives in this process, with the dashboard around it. */
export interface HostedAgent {
  /** Stops taking new work; what is in flight is finished. */
  drain(): void;
  /** No longer waits for it. */
  abort(): void;
  /** Settles when it has stopped; rejects with what stopped it. */
  readonly stopped: Promise<void>;
}

export type Call = <Name extends CommandName>(
  name: Name,
  params: CommandMap[Name]['params'],
) => Promise<CommandMap[Name]['result']>;
