import { type LoadedConfig, readConfigText } from '../../config/load.js';
import type { LedgerBackup } from '../../contract/ledger-care.js';
import { SCHEMA_VERSION } from '../../ledger/keys.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { findInstallation } from '../owner/installation.js';
import { stoppedFlowsIn } from '../owner/stopped-flows.js';
import { dataDirOf } from '../settings/directories.js';
import { writeBackupFile } from './backup-file.js';

interface BackupWorld {
  readonly ledger: Pick<LedgerReader, 'allEntries'>;
  readonly loaded: LoadedConfig;
  /** Absolute. */
  readonly file: string;
}

/** Ledger and configuration in one file, as they are now; the agent goes on with its work. Rejects as writeBackupFile. */
export function writeBackup({ ledger, loaded, file }: BackupWorld, clock: Clock): Promise<LedgerBackup> {
  const header = {
    swic: 'backup',
    version: 1,
    schema: SCHEMA_VERSION,
    madeMs: clock.nowMs(),
    installation: findInstallation(dataDirOf(loaded)),
    configuration: readConfigText(loaded.file),
    stopped: stoppedFlowsIn(dataDirOf(loaded)).all(),
  } as const;
  return writeBackupFile(file, header, ledger.allEntries());
}
