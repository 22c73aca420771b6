import type { DOCUMENTS_WORDS } from '@swic/desk';

export { DOCUMENTS_WORDS } from '@swic/desk';

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly documents: keyof typeof DOCUMENTS_WORDS.en;
  }
}
