import type { ReceiptsState } from '@swic/desk';

export { RECEIPTS_INITIAL } from '@swic/desk';

declare module '../../state.js' {
  interface OwnStates {
    readonly receipts: ReceiptsState;
  }
}
