import type { DocumentRecord, WaitingFile } from '@swic/core/contract';

/** What the overview shows below its numbers, where there is room. */
export interface LatestState {
  readonly refused: readonly DocumentRecord[];
  readonly waiting: readonly WaitingFile[];
}

export interface OverviewState {
  readonly cursor: number;
  /** Counts of the documents that were claimed today, instead of those since the agent's start. */
  readonly isToday: boolean;
  readonly latest: LatestState;
}

declare module '../../state.js' {
  interface OwnStates {
    readonly overview: OverviewState;
  }
}

export const OVERVIEW_INITIAL: OverviewState = { cursor: 0, isToday: false, latest: { refused: [], waiting: [] } };
