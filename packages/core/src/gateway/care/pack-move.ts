import { existsSync } from 'node:fs';
import path from 'node:path';
import type { LoadedConfig } from '../../config/load.js';
import { Fault } from '../../contract/fault.js';
import type { MoveCancel, MovedDocument, MovePack } from '../../contract/moving.js';
import type { TellProgress } from '../../contract/progress.js';
import { recordIn } from '../../ledger/entries.js';
import { SCHEMA_VERSION } from '../../ledger/keys.js';
import { COMMAND_TABLES, openLedger } from '../../ledger/open-ledger.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { countedEntries, withoutHaste } from '../documents/tell-progress.js';
import { findMovedMark, refuseMoved, removeMovedMark, writeMovedMark } from '../owner/moved-mark.js';
import { dataDirOf } from '../settings/directories.js';
import { backupHeader } from './backup.js';
import { writeBackupFile } from './backup-file.js';
import { ledgerOf } from './ledger-place.js';
import { refuseRunning } from './lost-ledger.js';
import { filePieces, type Packing } from './moved-files.js';
import { placesIn, secretsIn } from './moved-settings.js';
import { ownLedgerOptions } from './upgrading.js';

/** Documents in flight that are named; the others are counted. */
const NAMED_MAX = 100;

export interface PackChoices {
  /** Absolute; not there yet. */
  readonly file: string;
  readonly tell: TellProgress;
}

/**
 * Ledger, configuration, boxes and data directory in one file, for another machine. From then on this data directory does not start. Rejects
 * with `instance.already-running` or `ledger.gone` while an agent runs, `instance.moved` where it was packed before, `ledger.none`, and as
 * writeBackupFile; nothing is marked then.
 */
export async function packMove(loaded: LoadedConfig, { file, tell }: PackChoices, clock: Clock): Promise<MovePack> {
  const directory = ledgerOf(loaded);
  const dataDir = dataDirOf(loaded);
  refuseMoved(dataDir, ['packing']);
  await refuseRunning(loaded);
  if (!existsSync(directory)) throw new Fault('ledger.none', { directory });
  if (existsSync(file)) throw new Fault('config.exists', { path: file });
  // It is open until the mark is written, so that no agent starts in between.
  await using ledger = await openLedger(
    directory,
    { ...ownLedgerOptions(loaded, clock, () => undefined), openTables: COMMAND_TABLES },
    clock,
  );
  // Before the file: a crash in between leaves a machine that does not start, never two that do.
  await writeMovedMark(dataDir, { state: 'packing', sinceMs: clock.nowMs(), file });
  const packing: Packing = { files: 0, bytes: 0, waiting: 0, passedOver: [] };
  try {
    const entries = countedEntries(ledger, (entry) => recordIn(entry) === 'document', withoutHaste(tell, clock));
    const header = backupHeader(loaded, SCHEMA_VERSION, clock.nowMs());
    const backup = await writeBackupFile(file, header, entries, filePieces(loaded, file, packing));
    await writeMovedMark(dataDir, { state: 'moved', sinceMs: clock.nowMs(), file });
    return {
      ...backup,
      files: packing.files,
      fileBytes: packing.bytes,
      waiting: packing.waiting,
      passedOver: packing.passedOver,
      ...(await inFlight(ledger)),
      secrets: secretsIn(loaded),
      places: placesIn(loaded).filter((place) => path.isAbsolute(place.path) || place.path.startsWith('..')),
    };
  } catch (reason) {
    await removeMovedMark(dataDir);
    throw reason;
  }
}

/** Takes the mark away: this machine starts again. */
export async function cancelMove(loaded: LoadedConfig): Promise<MoveCancel> {
  const dataDir = dataDirOf(loaded);
  const mark = findMovedMark(dataDir);
  if (mark !== null) await removeMovedMark(dataDir);
  return { wasMarked: mark !== null, file: mark?.file ?? '' };
}

async function inFlight(ledger: LedgerReader): Promise<Pick<MovePack, 'inFlight' | 'inFlightTotal'>> {
  const named: MovedDocument[] = [];
  let total = 0;
  for await (const { id, business, name, stage } of ledger.openDocuments()) {
    total += 1;
    if (named.length < NAMED_MAX) named.push({ document: id, business, name, stage });
  }
  return { inFlight: named, inFlightTotal: total };
}
