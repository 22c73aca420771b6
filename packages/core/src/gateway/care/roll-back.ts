import type { LoadedConfig } from '../../config/load.js';
import { Fault } from '../../contract/fault.js';
import type { LedgerRollback } from '../../contract/ledger-care.js';
import { findAutomaticBackup } from '../../ledger/automatic-backups.js';
import { checkLedgerFiles } from '../../ledger/check-ledger.js';
import { SCHEMA_VERSION } from '../../ledger/keys.js';
import { rollBackLedgerFiles } from '../../ledger/roll-back-ledger.js';
import type { Clock } from '../../ports/clock.js';
import { ledgerOf } from './ledger-place.js';
import { refuseRunning } from './lost-ledger.js';

/**
 * Makes the ledger one of an earlier format, for an older program; `to` null = the one that it had before the last upgrade. Nothing is
 * forgotten. Rejects with `ledger.one-way`, and with `ledger.gone` or `instance.already-running` while an agent runs.
 */
export async function rollBackLedger(loaded: LoadedConfig, to: number | null, clock: Clock): Promise<LedgerRollback> {
  const directory = ledgerOf(loaded);
  await refuseRunning(loaded);
  if ((await checkLedgerFiles(directory)) === null) throw new Fault('ledger.none', { directory });
  const before = findAutomaticBackup(directory, SCHEMA_VERSION - 1)?.format ?? SCHEMA_VERSION - 1;
  return { directory, ...(await rollBackLedgerFiles(directory, to ?? before, clock)) };
}
