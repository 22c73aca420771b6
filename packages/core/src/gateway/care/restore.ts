import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type LoadedConfig, loadConfig, parseConfig, readConfigText } from '../../config/load.js';
import { problemsFault } from '../../config/problems.js';
import { Fault } from '../../contract/fault.js';
import type { LedgerRestore } from '../../contract/ledger-care.js';
import { formatStamp } from '../../domain/stamp.js';
import { checkLedgerFiles } from '../../ledger/check-ledger.js';
import { SCHEMA_VERSION } from '../../ledger/keys.js';
import { refuseNewerFormat } from '../../ledger/newer-format.js';
import { writeLedger } from '../../ledger/write-ledger.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerEntry } from '../../ports/ledger.js';
import { takeDataDirectory } from '../owner/data-directory.js';
import { nameInstallation } from '../owner/installation.js';
import { stoppedFlowsIn } from '../owner/stopped-flows.js';
import { dataDirOf } from '../settings/directories.js';
import { type BackupHeader, type BackupTotals, readBackupFile } from './backup-file.js';
import { besideLedger, ledgerOf } from './ledger-place.js';
import { doubtUntilMs, refuseRunning } from './lost-ledger.js';

export interface RestoreChoices {
  /** The backup. */
  readonly file: string;
  /** The configuration in force; made from the backup where it does not exist. */
  readonly configFile: string;
  /** A ledger that remembers anything is replaced, and kept beside. */
  readonly mayReplace: boolean;
  /** Nothing happened since the backup: its ledger was marked as moved. */
  readonly isMove: boolean;
}

/** Entries in one write. */
const SLICE = 256;

/**
 * The ledger of a backup. Whatever happened since is unknown to it, so that what is in TempBox without a record counts as of unknown outcome.
 * The backup is read to its end before anything is changed. Rejects with `backup.broken`, `ledger.exists`, `ledger.newer`, `disk.*`, and
 * with `instance.already-running` or `ledger.gone` while an agent runs.
 */
export async function restoreBackup(
  { file, configFile, mayReplace, isMove }: RestoreChoices,
  clock: Clock,
): Promise<LedgerRestore> {
  const { header, totals } = await readThrough(file);
  const isConfigured = existsSync(configFile);
  const loaded = isConfigured ? loadConfig(configFile) : configurationIn(header, configFile);
  refuseNewerFormat(header.schema, SCHEMA_VERSION, ledgerOf(loaded));
  await refuseToReplace(loaded, mayReplace);
  const dataDir = dataDirOf(loaded);
  takeDataDirectory(dataDir);
  const made = besideLedger(loaded, 'restoring', clock);
  try {
    await writeLedger({ directory: made, untilMs: isMove ? null : doubtUntilMs(loaded, clock) }, slicesIn(file), clock);
  } catch (reason) {
    rmSync(made, { recursive: true, force: true });
    throw reason;
  }
  // Before the ledger: a restore that is killed after it can be repeated as it was.
  if (!isConfigured) writeFileSync(configFile, header.configuration, { flag: 'wx', mode: 0o600 });
  const directory = ledgerOf(loaded);
  const copy = existsSync(directory) ? besideLedger(loaded, 'before-restore', clock) : null;
  if (copy !== null) renameSync(directory, copy);
  // A crash here leaves no ledger. The next start says so (`ledger.lost`) where boxes have files, and a repeated restore is not refused.
  renameSync(made, directory);
  await stopAgain(dataDir, header);
  // Last: until then the boxes are another ledger's, and what another claimed is left alone.
  if (header.installation !== null) nameInstallation(dataDir, header.installation);
  const isKept = isConfigured && !isMove;
  const configuration = isKept ? keepConfiguration(header, loaded.file, clock) : loaded.file;
  return { file, sizeBytes: statSync(file).size, ...totals, madeMs: header.madeMs, copy, configuration };
}

/** What a person had stopped stays so; what was stopped since then, too: a flow that is stopped for too long sends nothing wrong. */
async function stopAgain(dataDir: string, { stopped = [] }: BackupHeader): Promise<void> {
  const flows = stoppedFlowsIn(dataDir);
  for (const { flow, ...word } of stopped) await flows.note(flow, word);
}

/** Written nowhere yet: a restore that is refused leaves nothing behind. */
function configurationIn({ configuration }: BackupHeader, configFile: string): LoadedConfig {
  const absolute = path.resolve(configFile);
  const result = parseConfig(configuration, absolute);
  if (result.outcome === 'invalid') throw problemsFault(absolute, result.problems);
  return result.loaded;
}

export async function refuseToReplace(loaded: LoadedConfig, mayReplace: boolean): Promise<void> {
  const directory = ledgerOf(loaded);
  await refuseRunning(loaded);
  if (!existsSync(directory)) return;
  const checked = await checkLedgerFiles(directory);
  if (checked !== null && !(checked.isEmpty && checked.problems.length === 0) && !mayReplace)
    throw new Fault('ledger.exists', { directory });
}

/** The one in force stays; another one of the backup is put beside it. Returns where, null when it is the same. */
function keepConfiguration({ configuration }: BackupHeader, inForce: string, clock: Clock): string | null {
  if (readConfigText(inForce) === configuration) return null;
  const beside = `${inForce}.restored-${formatStamp(clock.nowMs(), 17)}`;
  writeFileSync(beside, configuration, { flag: 'wx', mode: 0o600 });
  return beside;
}

async function readThrough(file: string): Promise<{ readonly header: BackupHeader; readonly totals: BackupTotals }> {
  let header: BackupHeader | null = null;
  let totals: BackupTotals | null = null;
  for await (const part of readBackupFile(file)) {
    if (part.type === 'header') header = part.header;
    if (part.type === 'totals') totals = part.totals;
  }
  if (header === null || totals === null) throw new Fault('backup.broken', { file });
  return { header, totals };
}

async function* slicesIn(file: string): AsyncGenerator<readonly LedgerEntry[]> {
  let slice: LedgerEntry[] = [];
  for await (const part of readBackupFile(file)) {
    if (part.type === 'entry') slice.push(part.entry);
    if (slice.length < SLICE) continue;
    yield slice;
    slice = [];
  }
  yield slice;
}
