import { existsSync } from 'node:fs';
import path from 'node:path';
import { readClaimed } from '../boxes/claimed-files.js';
import type { LoadedConfig } from '../config/load.js';
import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';
import type { Ledger } from '../ports/ledger.js';
import { findBoxOwner, type LedgerName } from './box-owner.js';
import { configuredBusinesses } from './configured-businesses.js';
import { type Directories, directoriesOf } from './directories.js';
import { findHolder } from './lease.js';

/**
 * For a ledger that remembers nothing. Where the boxes know a ledger of this data directory, that one was lost:
 * going on would send what it knew to be sent. Throws `ledger.lost`, or `ledger.gone` while the agent that had it still runs.
 */
export function refuseLostLedger(own: LedgerName, loaded: LoadedConfig): void {
  for (const { tempBox, outBox } of allDirectories(loaded)) {
    const holder = findHolder(outBox, own.dataDir);
    if (holder !== null && holder !== process.pid)
      throw new Fault('ledger.gone', { directory: own.dataDir, pid: holder });
    if (isOf(own, tempBox)) throw new Fault('ledger.lost', { directory: own.dataDir, box: tempBox });
  }
}

/** An older copy of this ledger, put back by hand: what it does not know may have been sent since. Before the run begins. */
export async function noticeOlderCopy(
  { ledger, own, clock }: { readonly ledger: Ledger; readonly own: LedgerName; readonly clock: Clock },
  loaded: LoadedConfig,
): Promise<void> {
  const batches = allDirectories(loaded).map(({ tempBox }) => {
    const owner = findBoxOwner(tempBox);
    return owner?.installation === own.installation ? owner.batch : 0;
  });
  const batchesMissing = Math.max(0, ...batches) - ledger.lastBatch;
  if (batchesMissing > 0)
    await ledger.noteDamage({ noticedMs: clock.nowMs(), gaps: 0, batchesMissing, tables: 0, isAcknowledged: false });
}

/** The process of an agent whose data directory is gone, and with it the socket at which it could be reached; null = none. */
export function findAgentWithoutData(loaded: LoadedConfig): number | null {
  const dataDir = path.resolve(loaded.directory, loaded.config.dataDir);
  // One that is only starting has its ledger before it listens.
  if (existsSync(path.join(dataDir, 'ledger'))) return null;
  for (const { outBox } of allDirectories(loaded)) {
    const holder = findHolder(outBox, dataDir);
    if (holder !== null) return holder;
  }
  return null;
}

function allDirectories(loaded: LoadedConfig): readonly Directories[] {
  return configuredBusinesses(loaded)
    .filter(({ definition }) => !definition.isReceiveOnly)
    .map(({ definition, business }) => directoriesOf(loaded, definition, business));
}

/** By name or by place; files that a ledger of before there were owners has claimed cannot be told from ours, and count as ours. */
function isOf(own: LedgerName, tempBox: string): boolean {
  const owner = findBoxOwner(tempBox);
  if (owner !== null) return owner.installation === own.installation || owner.dataDir === own.dataDir;
  if (!existsSync(tempBox)) return false;
  for (const _ of readClaimed(tempBox)) return true;
  return false;
}
