import { expect } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.js';
import type { DocumentRecord } from '../../packages/core/src/domain/document.js';
import { openOffline } from '../../packages/core/src/gateway/offline.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import type { World } from './world.js';

const NEWEST = {
  ...{ business: null, stages: null, customs: null, sinceMs: null, untilMs: null, text: null, before: null },
  limit: 1_000,
} as const;

/**
 * What `swic verify` does when no agent runs, in this process: every file the ledger knows is in exactly one place. The command
 * around it is tested in test/e2e; starting it for each of a hundred crashes costs a minute. Resolves with the newest thousand records.
 */
export async function expectVerified(world: World): Promise<readonly DocumentRecord[]> {
  const never = new AbortController().signal;
  await using offline = await openOffline(loadConfig(world.config), systemClock, never);
  expect((await offline.verify(null, never, () => undefined)).breaks).toEqual([]);
  return await offline.listDocuments(NEWEST, never, () => undefined);
}
