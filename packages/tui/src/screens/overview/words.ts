import type { OVERVIEW_WORDS } from '@swic/desk';

export { OVERVIEW_WORDS } from '@swic/desk';

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly overview: keyof typeof OVERVIEW_WORDS.en;
  }
}
