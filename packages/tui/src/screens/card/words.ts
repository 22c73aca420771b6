import type { CARD_WORDS } from '@swic/desk';

export { CARD_WORDS } from '@swic/desk';

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly card: keyof typeof CARD_WORDS.en;
  }
}
