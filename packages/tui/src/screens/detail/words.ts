import type { DETAIL_WORDS } from '@swic/desk';

export { DETAIL_WORDS } from '@swic/desk';

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly detail: keyof typeof DETAIL_WORDS.en;
  }
}
