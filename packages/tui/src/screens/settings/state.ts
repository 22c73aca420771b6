import type { SettingsReport } from '@swic/core/contract';

export interface SettingsState {
  readonly report: SettingsReport | null;
  readonly cursor: number;
  /** What was changed here and takes effect after a restart. */
  readonly restartNeeded: readonly string[];
}

declare module '../../state.js' {
  interface OwnStates {
    readonly settings: SettingsState;
  }
}

export const SETTINGS_INITIAL: SettingsState = { report: null, cursor: 0, restartNeeded: [] };
