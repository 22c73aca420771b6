import type { RECEIPTS_WORDS } from '@swic/desk';

export { RECEIPTS_WORDS } from '@swic/desk';

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly receipts: keyof typeof RECEIPTS_WORDS.en;
  }
}
