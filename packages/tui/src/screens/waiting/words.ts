import type { WAITING_WORDS } from '@swic/desk';

export { WAITING_WORDS } from '@swic/desk';

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly waiting: keyof typeof WAITING_WORDS.en;
  }
}
