import type { LoadedConfig } from '../../config/load.js';
import { Fault } from '../../contract/fault.js';
import type { LedgerCheck, LedgerProblem, LedgerRepair } from '../../contract/ledger-care.js';
import { checkLedgerFiles } from '../../ledger/check-ledger.js';
import { repairLedgerFiles } from '../../ledger/repair-ledger.js';
import type { Clock } from '../../ports/clock.js';
import { nameOf } from '../owner/box-owner.js';
import { findInstallation } from '../owner/installation.js';
import { dataDirOf } from '../settings/directories.js';
import { besideLedger, ledgerOf } from './ledger-place.js';
import { findLostFrom, refuseRunning } from './lost-ledger.js';
import { ownLedgerOptions } from './upgrading.js';

/** Read-only; also while an agent runs, and where the ledger cannot be opened. */
export async function checkLedger(loaded: LoadedConfig): Promise<LedgerCheck> {
  const directory = ledgerOf(loaded);
  const checked = await checkLedgerFiles(directory);
  const problems = [...(checked?.problems ?? []), ...(checked?.isEmpty === false ? [] : lostFrom(loaded))];
  return { directory, isThere: checked !== null, problems, noted: checked?.noted ?? null };
}

/** Rejects with `instance.already-running` or `ledger.gone` while an agent runs, and as repairLedgerFiles. */
export async function repairLedger(loaded: LoadedConfig, clock: Clock): Promise<LedgerRepair> {
  const directory = ledgerOf(loaded);
  await refuseRunning(loaded);
  const { isThere, problems } = await checkLedger(loaded);
  const box = problems.find(({ kind }) => kind === 'lost')?.file;
  if (box !== undefined) throw new Fault('ledger.lost', { directory, box });
  if (!isThere) throw new Fault('ledger.none', { directory });
  const copy = besideLedger(loaded, 'before-repair', clock);
  await repairLedgerFiles(
    { directory, copy, problems, options: ownLedgerOptions(loaded, clock, () => undefined) },
    clock,
  );
  return { ...(await checkLedger(loaded)), copy };
}

function lostFrom(loaded: LoadedConfig): readonly LedgerProblem[] {
  const dataDir = dataDirOf(loaded);
  const file = findLostFrom(nameOf(findInstallation(dataDir) ?? '', dataDir), loaded);
  return file === null ? [] : [{ kind: 'lost', file, offset: null }];
}
