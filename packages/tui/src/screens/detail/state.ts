import type { Examination } from '@swic/core/contract';

export interface DetailState {
  readonly document: string;
  /** null while it is asked for. */
  readonly examination: Examination | null;
  /** First line shown. */
  readonly top: number;
}

declare module '../../state.js' {
  interface OwnStates {
    readonly detail: DetailState | null;
  }
}
