import type { FAULTS_WORDS } from '@swic/desk';

export { FAULTS_WORDS } from '@swic/desk';

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly faults: keyof typeof FAULTS_WORDS.en;
  }
}
