export interface FaultsState {
  readonly cursor: number;
  readonly filter: string;
}

declare module '../../state.js' {
  interface OwnStates {
    readonly faults: FaultsState;
  }
}

export const FAULTS_INITIAL: FaultsState = { cursor: 0, filter: '' };
