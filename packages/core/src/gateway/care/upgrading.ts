import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { LoadedConfig } from '../../config/load.js';
import type { SwicEvent } from '../../contract/events.js';
import type { LedgerUpgrade } from '../../contract/ledger-care.js';
import { formatStamp } from '../../domain/stamp.js';
import { automaticBackupFile, listAutomaticBackups } from '../../ledger/automatic-backups.js';
import { LEDGER_OPTIONS, type LedgerOptions, openLedger } from '../../ledger/open-ledger.js';
import type { Clock } from '../../ports/clock.js';
import type { Ledger, LedgerEntry } from '../../ports/ledger.js';
import type { Scope } from '../../runtime/scope.js';
import type { GatewayOptions } from '../parts/options.js';
import { backupHeader } from './backup.js';
import { writeBackupFile } from './backup-file.js';
import { ledgerOf } from './ledger-place.js';

/** Automatic backups that are kept: one is made each time a ledger is brought to a later format. */
const KEPT = 3;

/** How a ledger of this installation is opened: one of an earlier format is backed up into `<dataDir>/backups` first. */
export function ownLedgerOptions(
  loaded: LoadedConfig,
  clock: Clock,
  tell: (upgrade: LedgerUpgrade) => void,
): LedgerOptions {
  return { ...LEDGER_OPTIONS, upgrade: { tell, backUp: (entries, format) => backUp(loaded, clock, entries, format) } };
}

/** Opens it, and says what of its upgrade is an event, which nothing hears yet: the ledger is opened before all else. */
export async function openOwnLedger(
  loaded: LoadedConfig,
  { clock, tellUpgrade }: Pick<GatewayOptions, 'clock' | 'tellUpgrade'>,
  scope: Scope,
): Promise<{ readonly ledger: Ledger; readonly events: readonly SwicEvent[] }> {
  const events: SwicEvent[] = [];
  const options = ownLedgerOptions(loaded, clock, (upgrade) => {
    tellUpgrade?.(upgrade);
    if (upgrade.kind === 'done') events.push(upgradedEvent(upgrade));
  });
  return { ledger: scope.use(await openLedger(ledgerOf(loaded), options, clock)), events };
}

function upgradedEvent({ from, to, file }: Extract<LedgerUpgrade, { kind: 'done' }>): SwicEvent {
  return { type: 'ledger.upgraded', from, to, backup: file ?? '' };
}

async function backUp(
  loaded: LoadedConfig,
  clock: Clock,
  entries: AsyncIterable<readonly LedgerEntry[]>,
  format: number,
): Promise<string> {
  const nowMs = clock.nowMs();
  const ledger = ledgerOf(loaded);
  const file = automaticBackupFile(ledger, format, formatStamp(nowMs, 17));
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  removeUnfinished(path.dirname(file));
  await writeBackupFile(file, backupHeader(loaded, format, nowMs), entries);
  for (const { file: old } of listAutomaticBackups(ledger).slice(KEPT)) rmSync(old, { force: true });
  return file;
}

/** What a start that was killed has left: only the owner of the ledger comes here, so no other is being written. */
function removeUnfinished(directory: string): void {
  for (const name of readdirSync(directory))
    if (/^\.ledger-format-.*\.part$/.test(name)) rmSync(path.join(directory, name), { force: true });
}
