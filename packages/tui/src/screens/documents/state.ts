import type { DocumentsState } from '@swic/desk';

export { DOCUMENTS_INITIAL } from '@swic/desk';

declare module '../../state.js' {
  interface OwnStates {
    readonly documents: DocumentsState;
  }
}
