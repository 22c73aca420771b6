import { fileURLToPath } from 'node:url';
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
