import { existsSync } from 'node:fs';
import path from 'node:path';
import { readClaimed } from '../../boxes/claimed-files.js';
import { isBoxAway } from '../../boxes/faults.js';
import type { LoadedConfig } from '../../config/load.js';
import { Fault } from '../../contract/fault.js';
import { parseStamp } from '../../domain/stamp.js';
import { refuseOwned } from '../../ledger/repair-ledger.js';
import type { Clock } from '../../ports/clock.js';
import type { Ledger } from '../../ports/ledger.js';
import type { LedgerName } from '../../ports/left-behind.js';
import { findBoxOwner } from '../owner/box-owner.js';
import { findHolder } from '../owner/lease.js';
import type { Shared } from '../parts/shared.js';
import { configuredBusinesses } from '../settings/configured-businesses.js';
import { type Directories, dataDirOf, directoriesOf } from '../settings/directories.js';
import { ledgerOf } from './ledger-place.js';

/**
 * For a ledger that remembers nothing. Where the boxes know a ledger of this data directory, that one was lost:
 * going on would send what it knew to be sent. Throws `ledger.lost`, or `ledger.gone` while the agent that had it still runs.
 */
export function refuseLostLedger(own: LedgerName, loaded: LoadedConfig): void {
  refuseHeldBoxes(own.dataDir, loaded);
  for (const { tempBox } of reachable(loaded))
    if (unlessAway(() => isOf(own, tempBox), false))
      throw new Fault('ledger.lost', { directory: own.dataDir, box: tempBox });
}

/**
 * Rejects while an agent of this data directory runs: with `instance.already-running` where it has its ledger, and with `ledger.gone`
 * where whatever is there now is not its ledger.
 */
export async function refuseRunning(loaded: LoadedConfig): Promise<void> {
  const directory = ledgerOf(loaded);
  if (existsSync(directory)) await refuseOwned(directory);
  refuseHeldBoxes(dataDirOf(loaded), loaded);
}

/** For a ledger that an agent does not have. */
function refuseHeldBoxes(dataDir: string, loaded: LoadedConfig): void {
  for (const { outBox } of reachable(loaded)) {
    const holder = findHolder(outBox, dataDir);
    if (holder !== null && holder !== process.pid) throw new Fault('ledger.gone', { directory: dataDir, pid: holder });
  }
}

/** The first TempBox that knows a ledger of this data directory; null = none does. */
export function findLostFrom(own: LedgerName, loaded: LoadedConfig): string | null {
  return allDirectories(loaded).find(({ tempBox }) => isOf(own, tempBox))?.tempBox ?? null;
}

/** An older copy of this ledger, put back by hand: what it does not know may have been sent since. Before the run begins. */
export async function noticeOlderCopy(
  { ledger, own, clock }: { readonly ledger: Ledger; readonly own: LedgerName; readonly clock: Clock },
  loaded: LoadedConfig,
): Promise<void> {
  const batches = reachable(loaded).map(({ tempBox }) => unlessAway(() => batchOf(own, tempBox), 0));
  await noteMissing({ ledger, clock }, Math.max(0, ...batches) - ledger.lastBatch);
}

/** The same for boxes that were away when the run began. Throws `ledger.lost` and `disk.*`. */
export async function checkLateBoxes(
  { ledger, ledgerName, ledgerBefore, clock }: Pick<Shared, 'ledger' | 'ledgerName' | 'ledgerBefore' | 'clock'>,
  { tempBox }: Directories,
): Promise<void> {
  if (ledgerBefore.isNew && isOf(ledgerName, tempBox))
    throw new Fault('ledger.lost', { directory: ledgerName.dataDir, box: tempBox });
  await noteMissing({ ledger, clock }, batchOf(ledgerName, tempBox) - ledgerBefore.lastBatch);
}

function batchOf(own: LedgerName, tempBox: string): number {
  const owner = findBoxOwner(tempBox);
  return owner?.installation === own.installation ? owner.batch : 0;
}

async function noteMissing(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  batchesMissing: number,
): Promise<void> {
  if (batchesMissing > 0)
    await ledger.noteDamage({ noticedMs: clock.nowMs(), gaps: 0, batchesMissing, tables: 0, isAcknowledged: false });
}

/** Boxes that are away are looked at when they are back. */
function unlessAway<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch (reason) {
    if (isBoxAway(Fault.from(reason, 'internal.unexpected'))) return otherwise;
    throw reason;
  }
}

/** The process of an agent whose data directory is gone, and with it the socket at which it could be reached; null = none. */
export function findAgentWithoutData(loaded: LoadedConfig): number | null {
  const dataDir = dataDirOf(loaded);
  // One that is only starting has its ledger before it listens.
  if (existsSync(path.join(dataDir, 'ledger'))) return null;
  for (const { outBox } of reachable(loaded)) {
    const holder = findHolder(outBox, dataDir);
    if (holder !== null) return holder;
  }
  return null;
}

/** An instant that is not before any claim in the boxes, also where the clock was set back since. */
export function doubtUntilMs(loaded: LoadedConfig, clock: Clock): number {
  let untilMs = clock.nowMs();
  for (const { tempBox } of allDirectories(loaded)) {
    if (!existsSync(tempBox)) continue;
    for (const { id } of readClaimed(tempBox)) untilMs = Math.max(untilMs, (parseStamp(id.slice(0, 17)) ?? 0) + 1);
  }
  return untilMs;
}

/** Of the businesses that send. */
export function allDirectories(loaded: LoadedConfig): readonly Directories[] {
  return senders(loaded).map(({ definition, business }) => directoriesOf(loaded, definition, business));
}

/** Those whose place can be told now. */
function reachable(loaded: LoadedConfig): readonly Directories[] {
  return senders(loaded).flatMap(({ definition, business }) =>
    unlessAway(() => [directoriesOf(loaded, definition, business)], []),
  );
}

function senders(loaded: LoadedConfig): ReturnType<typeof configuredBusinesses> {
  return configuredBusinesses(loaded).filter(({ definition }) => !definition.isReceiveOnly);
}

/** By name or by place; files that a ledger of before there were owners has claimed cannot be told from ours, and count as ours. */
function isOf(own: LedgerName, tempBox: string): boolean {
  const owner = findBoxOwner(tempBox);
  if (owner !== null) return owner.installation === own.installation || owner.dataDir === own.dataDir;
  if (!existsSync(tempBox)) return false;
  for (const _ of readClaimed(tempBox)) return true;
  return false;
}
