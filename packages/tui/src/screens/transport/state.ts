import type { TestStepRecord } from '@swic/core/contract';

/** The latest test of the connection. */
export interface TransportState {
  readonly isRunning: boolean;
  readonly steps: readonly TestStepRecord[];
}

declare module '../../state.js' {
  interface OwnStates {
    readonly transport: TransportState;
  }
}

export const TRANSPORT_INITIAL: TransportState = { isRunning: false, steps: [] };
