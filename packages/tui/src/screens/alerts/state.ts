export interface AlertsState {
  /** The trouble that is selected, among those that are open. */
  readonly cursor: number;
  /** Whether a trial of the channels is on its way. */
  readonly isTesting: boolean;
}

declare module '../../state.js' {
  interface OwnStates {
    readonly alerts: AlertsState;
  }
}

export const ALERTS_INITIAL: AlertsState = { cursor: 0, isTesting: false };
