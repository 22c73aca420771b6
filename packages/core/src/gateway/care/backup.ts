import { type LoadedConfig, readConfigText } from '../../config/load.js';
import type { LedgerBackup } from '../../contract/ledger-care.js';
import { SCHEMA_VERSION } from '../../ledger/keys.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { findInstallation } from '../owner/installation.js';
import { stoppedFlowsIn } from '../owner/stopped-flows.js';
import { dataDirOf } from '../settings/directories.js';
import { type BackupHeader, writeBackupFile } from './backup-file.js';

interface BackupWorld {
  readonly ledger: Pick<LedgerReader, 'allEntries'>;
  readonly loaded: LoadedConfig;
  /** Absolute. */
  readonly file: string;
}

/** Ledger and configuration in one file, as they are now; the agent goes on with its work. Rejects as writeBackupFile. */
export function writeBackup({ ledger, loaded, file }: BackupWorld, clock: Clock): Promise<LedgerBackup> {
  const header = backupHeader(loaded, SCHEMA_VERSION, clock.nowMs());
  return writeBackupFile(file, header, ledger.allEntries());
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
