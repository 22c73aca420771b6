import { fileURLToPath } from 'node:url';
import type { Profile } from '../profiles/profile.js';
import type { CardOptions } from './card.js';

/** The compiled host beside this package's other files. */
export function hostEntry(): string {
  return fileURLToPath(new URL('../host/entry.js', import.meta.url));
}

/** Limits for a card in a reader; every number may be configured. */
export const DEFAULT_CARD_LIMITS = {
  // Node starts in well under a second; a cold disk and a virus scanner take the rest.
  startLimitMs: 15_000,
  heartbeatMs: 15_000,
  heartbeatLimitMs: 5_000,
  backoffFirstMs: 250,
  backoffMaxMs: 30_000,
  waitingMax: 10_000,
  // A reader that resets a card takes a few seconds.
  bracketLimitMs: 20_000,
  // About 250 signatures a minute are official for a card; a slow one with a large document is allowed forty times that.
  stepLimitMs: 10_000,
} as const satisfies Partial<CardOptions>;

/** How a signer treats a card that fails now and then; every number may be configured. */
export const DEFAULT_SIGNER_LIMITS = {
  // Three tries is what users of cards have found to help (seen in one public source).
  attemptsMax: 3,
  retryPauseMs: 500,
  waitingMax: 10_000,
} as const;

/** What only the installation knows; everything else has a default. */
export interface CardSettings {
  /** null = the Node that runs the agent. */
  readonly runtime: string | null;
  /** Absolute path of the library, e.g. from findLibrary. */
  readonly library: string;
  readonly profile: Profile;
  readonly environment: Readonly<Record<string, string>>;
}

export function createCardOptions(settings: CardSettings): CardOptions {
  return { ...DEFAULT_CARD_LIMITS, ...settings, runtime: settings.runtime ?? process.execPath, entry: hostEntry() };
}
