import type { LOG_WORDS } from '@swic/desk';

export { LOG_WORDS } from '@swic/desk';

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly log: keyof typeof LOG_WORDS.en;
  }
}
