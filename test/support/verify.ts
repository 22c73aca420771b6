import { expect } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.js';
import { openOffline } from '../../packages/core/src/gateway/offline.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import type { World } from './world.js';

/**
 * What `swic verify` does when no agent runs, in this process: every file the ledger knows is in exactly one place. The command
 * around it is tested in test/e2e; starting it for each of a hundred crashes costs a minute.
 */
export async function expectVerified(world: World): Promise<void> {
  const never = new AbortController().signal;
  await using offline = await openOffline(loadConfig(world.config), systemClock, never);
  expect((await offline.verify(null, never, () => undefined)).breaks).toEqual([]);
}
