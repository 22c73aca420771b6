import type { ALERTS_WORDS } from '@swic/desk';

export { ALERTS_WORDS } from '@swic/desk';

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly alerts: keyof typeof ALERTS_WORDS.en;
  }
}
