import { access, constants, mkdir, readdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import { Fault } from '../contract/fault.js';
import { ledgerFault } from './faults.js';
import { openFault } from './full-disk.js';
import { KEY_BYTES_MAX } from './keys.js';

/** Memory that LevelDB may take. Two write buffers can exist at a time. */
export interface StoreMemory {
  readonly cacheBytes: number;
  readonly writeBufferBytes: number;
  /** Tables that are open at a time. Each is mapped, 2 MiB; opening one again takes about half a millisecond. */
  readonly openTables: number;
}

/** LevelDB keeps so many of `maxOpenFiles` for what is no table. */
const FILES_BESIDE = 10;

export type Database = ClassicLevel<string, string>;

/** Creates it only where it may. Rejects with `instance.already-running`, `ledger.broken` or `disk.*`. */
export async function openDatabase(directory: string, memory: StoreMemory, mayCreate: boolean): Promise<Database> {
  try {
    if (mayCreate) await mkdir(directory, { recursive: true });
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    await refuseHeadless(directory);
    const database: Database = new ClassicLevel<string, string>(directory, {
      keyEncoding: 'utf8',
      valueEncoding: 'utf8',
      createIfMissing: mayCreate,
      compression: true,
      cacheSize: memory.cacheBytes,
      writeBufferSize: memory.writeBufferBytes,
      maxOpenFiles: memory.openTables + FILES_BESIDE,
    });
    await database.open();
    await prepare(database);
    return database;
  } catch (reason) {
    throw await openFault(reason, directory);
  }
}

/**
 * classic-level 3.0.0 copies a key for getSync into a buffer that it enlarges only when a key fills it to the last byte; a longer key
 * of Chinese characters is cut before that and finds nothing. The first key decides its size, so this is one.
 */
async function prepare(database: Database): Promise<void> {
  try {
    database.getSync('m'.repeat(KEY_BYTES_MAX));
  } catch (reason) {
    // A table that cannot be read. Left open, it would keep its lock from a repair in the same process.
    await database.close();
    throw reason;
  }
}

/** LevelDB would quietly begin anew where its CURRENT file is missing: tables without it are a broken ledger, not an empty one. */
async function refuseHeadless(directory: string): Promise<void> {
  const names = await readdir(directory);
  if (!names.includes('CURRENT') && names.some(isDataFile))
    throw new Fault('ledger.broken', { directory, missing: 'CURRENT' });
}

/** Is there a ledger, sound or broken? False where none was ever written. */
export async function holdsLedger(directory: string): Promise<boolean> {
  try {
    const names = await readdir(directory);
    return names.includes('CURRENT') || names.some(isDataFile);
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return false;
    throw ledgerFault(reason, 'open', directory);
  }
}

function isDataFile(name: string): boolean {
  return /^\d+\.(log|ldb|sst)$/.test(name);
}
