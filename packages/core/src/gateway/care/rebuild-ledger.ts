import { existsSync, renameSync, rmSync } from 'node:fs';
import { readClaimed } from '../../boxes/claimed-files.js';
import type { LoadedConfig } from '../../config/load.js';
import { Fault } from '../../contract/fault.js';
import type { LedgerRebuild } from '../../contract/ledger-care.js';
import { checkLedgerFiles } from '../../ledger/check-ledger.js';
import { ledgerFault } from '../../ledger/faults.js';
import { type LedgerOptions, openLedger } from '../../ledger/open-ledger.js';
import { readThrough, repairLedgerFiles } from '../../ledger/repair-ledger.js';
import type { Clock } from '../../ports/clock.js';
import type { Ledger } from '../../ports/ledger.js';
import type { LedgerName } from '../../ports/left-behind.js';
import { endProcess, Scope } from '../../runtime/scope.js';
import { nameOf, takeOver, writeBoxOwner } from '../owner/box-owner.js';
import { takeDataDirectory } from '../owner/data-directory.js';
import { installationOf } from '../owner/installation.js';
import { takeLease } from '../owner/lease.js';
import { workerSettings } from '../parts/open-jobs.js';
import { configuredBusinesses } from '../settings/configured-businesses.js';
import { dataDirOf, directoriesOf } from '../settings/directories.js';
import { besideLedger, ledgerOf } from './ledger-place.js';
import { allDirectories, doubtUntilMs, refuseRunning } from './lost-ledger.js';
import { knownFiles, recordFiled } from './record-filed.js';
import { ownLedgerOptions } from './upgrading.js';

/**
 * Makes records of what the boxes hold and the ledger does not know. A ledger that cannot be read is repaired, or, where that does not
 * help, a new one begins; the old one is kept beside it. Sent is only what is in SentBox under a name that we make; what is in TempBox
 * without a record is of unknown outcome.
 *
 * Rejects with `ledger.gone`, `instance.already-running` or `instance.outbox-leased` while an agent has them, and with `disk.*`.
 */
export async function rebuildLedger(loaded: LoadedConfig, clock: Clock): Promise<LedgerRebuild> {
  const dataDir = dataDirOf(loaded);
  await refuseRunning(loaded);
  takeDataDirectory(dataDir);
  await using scope = new Scope(new AbortController().signal, endProcess);
  for (const { outBox } of allDirectories(loaded)) {
    if (!existsSync(outBox)) continue;
    const lease = takeLease(outBox, dataDir, clock);
    scope.use({ [Symbol.asyncDispose]: async () => lease[Symbol.dispose]() });
  }
  const { ledger, copy } = await openOrReplace(loaded, clock);
  scope.use(ledger);
  // Before anything else: while it is empty, silence about a claimed file means nothing.
  const noticedMs = doubtUntilMs(loaded, clock);
  await ledger.noteDamage({ noticedMs, gaps: 0, batchesMissing: 0, tables: 0, isAcknowledged: true });
  await ledger.begin();
  const known = await knownFiles(ledger);
  const businesses = configuredBusinesses(loaded);
  // Loaded here: it brings libxml2 with it, which costs every start a tenth of a second (measured).
  const { createInlineJobs } = await import('../../workers/inline-runner.js');
  const jobs = scope.use(createInlineJobs(workerSettings(loaded, businesses)));
  const counts = { filed: 0, rejected: 0, unknown: 0 };
  for (const { definition, business } of businesses) {
    const { sentBox, failBox, tempBox } = directoriesOf(loaded, definition, business);
    const record = (box: 'SentBox' | 'FailBox', directory: string): Promise<number> =>
      recordFiled({ ledger, jobs, clock }, { business: definition.key, box, directory }, known);
    counts.filed += await record('SentBox', sentBox);
    counts.rejected += await record('FailBox', failBox);
    if (!definition.isReceiveOnly && existsSync(tempBox))
      counts.unknown += await claimAll(ledger, tempBox, nameOf(installationOf(dataDir), dataDir));
  }
  return { copy, ...counts };
}

interface Opened {
  readonly ledger: Ledger;
  /** The ledger as it was, where it could not be used. */
  readonly copy: string | null;
}

async function openOrReplace(loaded: LoadedConfig, clock: Clock): Promise<Opened> {
  const directory = ledgerOf(loaded);
  const options = ownLedgerOptions(loaded, clock, () => undefined);
  try {
    return { ledger: await openReadable(directory, options, clock), copy: null };
  } catch (reason) {
    const { code } = Fault.from(reason, 'ledger.broken');
    if (code !== 'ledger.broken' && code !== 'ledger.lost') throw reason;
    const copy = besideLedger(loaded, 'before-rebuild', clock);
    if (code === 'ledger.lost') renameSync(directory, copy);
    else await repairOrSetAside(directory, copy, options, clock);
    return { ledger: await openLedger(directory, options, clock), copy };
  }
}

/** Reads all of it, so that what cannot be used does not pass for sound. */
async function openReadable(directory: string, options: LedgerOptions, clock: Clock): Promise<Ledger> {
  const ledger = await openLedger(directory, options, clock);
  try {
    await readThrough(ledger);
    return ledger;
  } catch (reason) {
    await ledger[Symbol.asyncDispose]();
    throw reason;
  }
}

async function repairOrSetAside(directory: string, copy: string, options: LedgerOptions, clock: Clock): Promise<void> {
  try {
    const problems = (await checkLedgerFiles(directory))?.problems ?? [];
    await repairLedgerFiles({ directory, copy, problems, options }, clock);
  } catch (reason) {
    const { code } = Fault.from(reason, 'ledger.broken');
    if (code !== 'ledger.broken' && code !== 'ledger.lost') throw reason;
    setAside(directory, copy);
  }
}

/** A repair that began has made a whole copy before: then what is left of the ledger is removed. Else the ledger itself is kept. */
function setAside(directory: string, copy: string): void {
  try {
    renameSync(directory, copy);
  } catch (reason) {
    // One act, no question before it: a rename never replaces a directory that holds anything.
    if (!existsSync(copy)) throw ledgerFault(reason, 'write', copy);
    rmSync(directory, { recursive: true });
  }
}

/** From now on they are this ledger's; the next start makes their records. */
async function claimAll(ledger: Ledger, tempBox: string, own: LedgerName): Promise<number> {
  writeBoxOwner(tempBox, takeOver({ ...own, batch: ledger.lastBatch }, []));
  let unknown = 0;
  for (const { id } of readClaimed(tempBox)) if ((await ledger.findDocument(id)) === null) unknown += 1;
  return unknown;
}
