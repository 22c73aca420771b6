import type { SETTINGS_WORDS } from '@swic/desk';

export { SETTINGS_WORDS } from '@swic/desk';

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly settings: keyof typeof SETTINGS_WORDS.en;
  }
}
