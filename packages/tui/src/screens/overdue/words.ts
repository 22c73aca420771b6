import type { OVERDUE_WORDS } from '@swic/desk';

export { OVERDUE_WORDS } from '@swic/desk';

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly overdue: keyof typeof OVERDUE_WORDS.en;
  }
}
