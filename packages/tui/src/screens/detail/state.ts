import type { DocumentDiff, Examination } from '@swic/core/contract';

export interface DetailState {
  readonly document: string;
  /** null while it is asked for. */
  readonly examination: Examination | null;
  /** Against the one before it of the same declaration; null while it is asked for, and where there is none to compare with. */
  readonly diff: DocumentDiff | null;
  /** First line shown. */
  readonly top: number;
}

declare module '../../state.js' {
  interface OwnStates {
    readonly detail: DetailState | null;
  }
}
