import type { LogState } from '@swic/desk';

export { LOG_INITIAL, type LogHistoryState, type LogState } from '@swic/desk';

declare module '../../state.js' {
  interface OwnStates {
    readonly log: LogState;
  }
}
