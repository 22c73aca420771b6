import type { WaitingFile } from '@swic/core/contract';

/** What is in the OutBox of one business and not sent. */
export interface WaitingState {
  readonly business: string;
  /** null until the first answer. */
  readonly files: readonly WaitingFile[] | null;
  readonly cursor: number;
}

declare module '../../state.js' {
  interface OwnStates {
    readonly waiting: WaitingState | null;
  }
}
