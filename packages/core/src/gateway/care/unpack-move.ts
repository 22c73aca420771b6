import { existsSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { editConfigText } from '../../config/edit.js';
import { type LoadedConfig, loadConfig, parseConfig, readConfig, readConfigText } from '../../config/load.js';
import { problemsFault } from '../../config/problems.js';
import { Fault } from '../../contract/fault.js';
import type { MovedPlace, MoveUnpack } from '../../contract/moving.js';
import { formatStamp } from '../../domain/stamp.js';
import { SCHEMA_VERSION } from '../../ledger/keys.js';
import { refuseNewerFormat } from '../../ledger/newer-format.js';
import type { Clock } from '../../ports/clock.js';
import { takeDataDirectory } from '../owner/data-directory.js';
import { findMovedMark, refuseMoved, removeMovedMark, writeMovedMark } from '../owner/moved-mark.js';
import { dataDirOf } from '../settings/directories.js';
import { type BackupHeader, readBackupFile } from './backup-file.js';
import { ledgerOf } from './ledger-place.js';
import { Comparison, type Found, putFiles } from './moved-arrivals.js';
import { directorySettings, missingPlaces, secretsIn } from './moved-settings.js';
import { refuseToReplace, restoreBackup } from './restore.js';

export interface UnpackChoices {
  /** What `packMove` wrote. */
  readonly file: string;
  readonly configFile: string;
  /** Directories and other paths that are elsewhere here, by their settings. */
  readonly edits: readonly MovedPlace[];
  /** A ledger that remembers anything is replaced, and kept beside. */
  readonly mayReplace: boolean;
}

/** Where the data directory and the boxes were, as the configuration of the move writes them. */
export async function movedDirectories(file: string, configFile: string): Promise<readonly MovedPlace[]> {
  for await (const part of readBackupFile(file))
    if (part.type === 'header') return directorySettings(configured(part.header, { configFile, edits: [] }).loaded);
  return [];
}

/**
 * Puts what was packed where the configuration says. All of the file is read, and what is in the way is found, before anything is changed; until
 * all is there, nothing starts, and a run that was killed is repeated. Rejects with `backup.broken`, `move.taken`, `instance.moved`,
 * `ledger.exists`, `ledger.newer`, `config.invalid`, `disk.*`, and while an agent runs.
 */
export async function unpackMove(choices: UnpackChoices, clock: Clock): Promise<MoveUnpack> {
  const { file, configFile } = choices;
  const { loaded, text, found } = await readThrough(choices);
  const dataDir = dataDirOf(loaded);
  const isAgain = findMovedMark(dataDir)?.state === 'unpacking';
  refuseMoved(dataDir, ['unpacking']);
  await refuseToReplace(loaded, choices.mayReplace || isAgain);
  await refuseToDisplace(configFile, loaded, choices.mayReplace || isAgain);
  takeDataDirectory(dataDir);
  await writeMovedMark(dataDir, { state: 'unpacking', sinceMs: clock.nowMs(), file });
  const stamp = formatStamp(clock.nowMs(), 17);
  const kept = putConfiguration(configFile, text, stamp);
  const put = await putFiles({ file, loaded, found, stamp });
  // The ledger last: with it in place only the mark is left.
  const restored = await restoreBackup({ file, configFile, mayReplace: true, isMove: true }, clock);
  await removeMovedMark(dataDir);
  return {
    ...restored,
    configuration: path.resolve(configFile),
    files: put.files,
    alike: found.alike.size,
    kept: [...kept, ...put.kept],
    secrets: secretsIn(loaded),
    missing: missingPlaces(loaded),
  };
}

interface Read {
  readonly loaded: LoadedConfig;
  /** Of the configuration here. */
  readonly text: string;
  readonly found: Found;
}

async function readThrough(choices: UnpackChoices): Promise<Read> {
  const { file } = choices;
  let read: Pick<Read, 'loaded' | 'text'> | null = null;
  let comparison: Comparison | null = null;
  for await (const part of readBackupFile(file)) {
    if (part.type === 'header') {
      read = configured(part.header, choices);
      refuseNewerFormat(part.header.schema, SCHEMA_VERSION, ledgerOf(read.loaded));
      comparison = new Comparison(read.loaded, file);
    }
    if (part.type === 'piece') comparison?.add(part.piece);
  }
  if (read === null || comparison === null) throw new Fault('backup.broken', { file });
  return { ...read, found: comparison.end() };
}

function configured(
  { configuration }: BackupHeader,
  { configFile, edits }: Pick<UnpackChoices, 'configFile' | 'edits'>,
): Pick<Read, 'loaded' | 'text'> {
  const absolute = path.resolve(configFile);
  const text = editConfigText(
    configuration,
    edits.map(({ setting, path: value }) => ({ path: setting.split('.'), value })),
  );
  const result = parseConfig(text, absolute);
  if (result.outcome === 'invalid') throw problemsFault(absolute, result.problems);
  return { loaded: result.loaded, text };
}

/** The configuration that is there may be of an installation of its own, whose ledger remembers something. */
async function refuseToDisplace(configFile: string, moved: LoadedConfig, mayReplace: boolean): Promise<void> {
  if (!existsSync(configFile)) return;
  const here = readConfig(configFile);
  if (here.outcome !== 'ok' || dataDirOf(here.loaded) === dataDirOf(moved)) return;
  await refuseToReplace(loadConfig(configFile), mayReplace);
}

/** One that is there and says something else is kept beside. */
function putConfiguration(configFile: string, text: string, stamp: string): readonly string[] {
  const isThere = existsSync(configFile);
  if (isThere && isSame(configFile, text)) return [];
  const mode = isThere ? statSync(configFile).mode & 0o777 : 0o600;
  const kept = isThere ? [`${configFile}.before-move-${stamp}`] : [];
  for (const beside of kept) renameSync(configFile, beside);
  writeFileSync(configFile, text, { flag: 'wx', mode, flush: true });
  return kept;
}

function isSame(configFile: string, text: string): boolean {
  try {
    return readConfigText(configFile) === text;
  } catch {
    // One that cannot be decoded is another one.
    return false;
  }
}
