import { type LoadedConfig, readConfigText } from '../../config/load.js';
import type { LedgerBackup } from '../../contract/ledger-care.js';
import type { TellProgress } from '../../contract/progress.js';
import { recordIn } from '../../ledger/entries.js';
import { SCHEMA_VERSION } from '../../ledger/keys.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerEntry, LedgerReader } from '../../ports/ledger.js';
import { countedEntries, withoutHaste } from '../documents/tell-progress.js';
import { findInstallation } from '../owner/installation.js';
import { stoppedFlowsIn } from '../owner/stopped-flows.js';
import { dataDirOf } from '../settings/directories.js';
import { type BackupHeader, writeBackupFile } from './backup-file.js';

interface BackupWorld {
  readonly ledger: Pick<LedgerReader, 'allEntries' | 'counts'>;
  readonly loaded: LoadedConfig;
  /** Absolute. */
  readonly file: string;
  readonly tell: TellProgress;
}

/** Ledger and configuration in one file, as they are now; the agent goes on with its work. Rejects as writeBackupFile. */
export function writeBackup({ ledger, loaded, file, tell }: BackupWorld, clock: Clock): Promise<LedgerBackup> {
  const header = backupHeader(loaded, SCHEMA_VERSION, clock.nowMs());
  const isDocument = (entry: LedgerEntry): boolean => recordIn(entry) === 'document';
  return writeBackupFile(file, header, countedEntries(ledger, isDocument, withoutHaste(tell, clock)));
}

/** What every backup says of itself, one that is made by itself before an upgrade too. `schema`: the format of the ledger in it. */
export function backupHeader(loaded: LoadedConfig, schema: number, madeMs: number): BackupHeader {
  const dataDir = dataDirOf(loaded);
  return {
    swic: 'backup',
    version: 1,
    schema,
    madeMs,
    installation: findInstallation(dataDir),
    configuration: readConfigText(loaded.file),
    stopped: stoppedFlowsIn(dataDir).all(),
  };
}
