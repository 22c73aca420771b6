import type { CommandMap, CommandName } from '@swic/core/contract';

/** Time as a frontend needs it; the agent's own clock fits. */
export interface DeskClock {
  nowMs(): number;
  readonly tickMs: () => number;
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
}

export type Call = <Name extends CommandName>(
  name: Name,
  params: CommandMap[Name]['params'],
) => Promise<CommandMap[Name]['result']>;
