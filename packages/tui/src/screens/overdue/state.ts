import type { OverdueState } from '@swic/desk';

export { OVERDUE_INITIAL } from '@swic/desk';

declare module '../../state.js' {
  interface OwnStates {
    readonly overdue: OverdueState;
  }
}
