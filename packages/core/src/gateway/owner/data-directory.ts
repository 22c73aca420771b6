import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { toFault } from '../../boxes/faults.js';
import { Fault } from '../../contract/fault.js';

/** A directory that others could write into, with the mode that it had. */
export interface Exposed {
  readonly path: string;
  /** Octal, e.g. `777`. */
  readonly mode: string;
}

/** Write for group and others: with it, another user can exchange the ledger, a queue or the control socket. */
const FOREIGN_WRITE = 0o022;
const OTHERS_WRITE = 0o002;
/** To get to what is in it. */
const FOREIGN_PASSAGE = 0o011;

/**
 * Makes the data directory where there is none, for its owner alone. One that others may write into is closed, with the
 * directories in it; returns those. Throws `disk.exposed` when it cannot be closed, because it is another user's, and
 * another `disk.*` when there is no directory, and none can be made.
 */
export function takeDataDirectory(dataDir: string): readonly Exposed[] {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (reason) {
    throw toFault(reason, 'box', dataDir);
  }
  // Windows gives rights in another way: a new directory has those of the one above.
  if (process.platform === 'win32') return [];
  const isReached = (statSync(dataDir).mode & FOREIGN_PASSAGE) !== 0;
  const own = closeDirectory(dataDir);
  const inner = readdirSync(dataDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const closed = inner.flatMap(({ name }) => closeDirectory(path.join(dataDir, name)));
  // A mask that lets the group take receipts makes them so each time, and no other account gets to them.
  return isReached ? [...own, ...closed] : own;
}

function closeDirectory(directory: string): readonly Exposed[] {
  const { mode } = statSync(directory);
  if ((mode & FOREIGN_WRITE) === 0) return [];
  try {
    chmodSync(directory, mode & 0o7777 & ~FOREIGN_WRITE);
  } catch (reason) {
    // Shared with a group on purpose, by an administrator who owns it.
    if ((mode & OTHERS_WRITE) === 0) return [];
    throw new Fault('disk.exposed', { path: directory, mode: octal(mode) }, reason);
  }
  return [{ path: directory, mode: octal(mode) }];
}

function octal(mode: number): string {
  return (mode & 0o7777).toString(8);
}
