import type { TRANSPORT_WORDS } from '@swic/desk';

export { TRANSPORT_WORDS } from '@swic/desk';

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly transport: keyof typeof TRANSPORT_WORDS.en;
  }
}
