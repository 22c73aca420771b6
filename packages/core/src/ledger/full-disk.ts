import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../contract/fault.js';
import { isInputOutput, ledgerFault } from './faults.js';

/** Free space below which a failed write is called a full disk, beyond what a re-opening needs to write out its log. */
const FREE_BYTES_MIN = 4 << 20;

/** LevelDB writes while it opens, and says of a full disk only that a call failed: that is no broken ledger. */
export async function openFault(reason: unknown, directory: string): Promise<Fault> {
  if (isInputOutput(reason) && (await isFull(directory))) return new Fault('disk.full', { directory }, reason);
  return ledgerFault(reason, 'open', directory);
}

export async function isFull(directory: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize < FREE_BYTES_MIN + (await logBytes(directory));
  } catch {
    // Not even this can be asked, so nothing says that the disk is full.
    return false;
  }
}

/** What a re-opening turns into tables before it can go on. */
async function logBytes(directory: string): Promise<number> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.log'));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(directory, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
