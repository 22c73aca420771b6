import {
  type BigIntStats,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  statfs,
  unlinkSync,
} from 'node:fs';
import { promisify } from 'node:util';
import type { FileIdentity } from '../ports/boxes.js';
import type { Clock } from '../ports/clock.js';
import { errnoOf } from './faults.js';

const isWindows = process.platform === 'win32';

/** Below this a full disk is near: a few thousand documents and their receipts. */
export const LOW_BYTES = 512 * 1024 * 1024;

/** What is at the path itself (a link is not followed); null when nothing does. 64-bit, since inode numbers are. */
export function findFacts(path: string): BigIntStats | null {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false }) ?? null;
}

/** ctime is left out on purpose: our own rename changes it. */
export function identityOf(facts: BigIntStats): FileIdentity {
  return {
    device: String(facts.dev),
    inode: String(facts.ino),
    sizeBytes: Number(facts.size),
    modifiedNs: String(facts.mtimeNs),
  };
}

export function isSameFile(facts: BigIntStats, identity: FileIdentity): boolean {
  return (
    facts.isFile() &&
    String(facts.ino) === identity.inode &&
    String(facts.dev) === identity.device &&
    Number(facts.size) === identity.sizeBytes &&
    String(facts.mtimeNs) === identity.modifiedNs
  );
}

/** Two names of one file: what a crash between link and unlink leaves. Some network file systems number every file 0. */
function isSameInode(one: BigIntStats, other: BigIntStats): boolean {
  return one.ino !== 0n && one.ino === other.ino && one.dev === other.dev;
}

/**
 * Is there a file of this name? A fifth of what findFacts costs when there is none, which is nearly always. It follows links: a
 * link that leads nowhere is no file, and one that leads to a file counts as taken.
 */
export function isTaken(path: string): boolean {
  return existsSync(path);
}

export type Placed = 'placed' | 'taken';

/**
 * Renames unless the new name is taken. Node has no rename that refuses by itself, so the name is looked at first: within this
 * process nothing comes between the two calls, and no other program makes names with our ids and stamps.
 */
export function renameIfFree(source: string, target: string): Placed {
  if (isTaken(target)) return 'taken';
  renameSync(source, target);
  return 'placed';
}

/** A file system without hard links, or one that forbids a link to another user's file (protected_hardlinks). */
const LINK_REFUSALS: ReadonlySet<string> = new Set([
  'EPERM',
  'EACCES',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EINVAL',
  'UNKNOWN',
  'EISDIR',
]);

/** A second name for the file: the only way to take a name that fails when another program takes it at the same moment. */
export function linkIfFree(source: string, target: string): Placed | 'refused' {
  try {
    linkSync(source, target);
    return 'placed';
  } catch (reason) {
    const errno = errnoOf(reason);
    if (errno === 'EEXIST') return 'taken';
    if (LINK_REFUSALS.has(errno)) return 'refused';
    throw reason;
  }
}

/**
 * Moves to a name that others may take at any moment (OutBox). A crash between link and unlink leaves the file under
 * both names; moving it again recognises that and only removes the old one.
 */
export function moveIfFree(source: string, target: string): Placed {
  const linked = linkIfFree(source, target);
  if (linked === 'refused') return renameIfFree(source, target);
  if (linked === 'taken' && !isOneFile(source, target)) return 'taken';
  unlinkSync(source);
  return 'placed';
}

/** Are these two names of one file? */
export function isOneFile(source: string, target: string): boolean {
  const [one, other] = [findFacts(source), findFacts(target)];
  return one !== null && other !== null && isSameInode(one, other);
}

/** What a look at the file itself told: what it is now, or why it cannot be had. */
export type Probe =
  | { readonly kind: 'open'; readonly facts: BigIntStats }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: unknown };

// Not following a link, and not waiting for the other end should the name have become a pipe.
const PROBE_FLAGS = isWindows ? constants.O_RDWR : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Opens the file and reads what it is. On Windows it is opened for writing too, since a writer that is not done usually shares
 * reading but not writing: that tells a lock. A read-only file cannot be opened so; there a rename to itself asks the same.
 */
export function probeFile(path: string): Probe {
  try {
    return { kind: 'open', facts: openedFacts(path, PROBE_FLAGS) };
  } catch (reason) {
    const errno = errnoOf(reason);
    if (errno === 'ENOENT' || errno === 'ELOOP') return { kind: 'gone' };
    if (!isWindows || errno === 'EBUSY') return { kind: 'failed', reason };
    return probeReadOnly(path);
  }
}

function probeReadOnly(path: string): Probe {
  try {
    renameSync(path, path);
    return { kind: 'open', facts: openedFacts(path, constants.O_RDONLY) };
  } catch (reason) {
    return errnoOf(reason) === 'ENOENT' ? { kind: 'gone' } : { kind: 'failed', reason };
  }
}

function openedFacts(path: string, flags: number): BigIntStats {
  const file = openSync(path, flags);
  try {
    return fstatSync(file, { bigint: true });
  } finally {
    closeSync(file);
  }
}

const syncFile = promisify(fsync);

/** Resolves when the file's content is on disk; false when it is no longer there. */
export async function flushFile(path: string): Promise<boolean> {
  // Windows flushes through a handle that may write, and only such a one.
  return flush(path, isWindows ? constants.O_RDWR : constants.O_RDONLY, []);
}

/** Windows has no flush of a directory and needs none; some network file systems refuse it. */
const UNFLUSHABLE = ['EINVAL', 'ENOTSUP', 'ENOSYS', ...(isWindows ? ['EPERM', 'EACCES', 'EISDIR', 'EBADF'] : [])];

/** Resolves when the names in the directory are on disk; false when it is no longer there. */
export async function flushDirectory(path: string): Promise<boolean> {
  return flush(path, constants.O_RDONLY, UNFLUSHABLE);
}

async function flush(path: string, flags: number, ignored: readonly string[]): Promise<boolean> {
  let file: number;
  try {
    // Opening and closing in other threads costs this one more than the two calls themselves (measured).
    file = openSync(path, flags);
  } catch (reason) {
    const errno = errnoOf(reason);
    if (errno === 'ENOENT') return false;
    if (ignored.includes(errno)) return true;
    throw reason;
  }
  try {
    await syncFile(file);
  } catch (reason) {
    if (!ignored.includes(errnoOf(reason))) throw reason;
  } finally {
    closeSync(file);
  }
  return true;
}

/** A virus scanner holds a new file for some milliseconds, an indexer for some tens of them. */
const PATIENCE_MS = [10, 20, 40, 80, 160, 320] as const;
const PASSING: ReadonlySet<string> = new Set(isWindows ? ['EBUSY', 'EPERM', 'EACCES'] : ['EBUSY', 'ETXTBSY']);

/** Runs a step, again after short waits while another program holds the file; in all for about 0.6 s. */
export async function withPatience<T>(step: () => T, clock: Clock, signal: AbortSignal): Promise<T> {
  for (const delayMs of PATIENCE_MS) {
    try {
      return step();
    } catch (reason) {
      if (!PASSING.has(errnoOf(reason))) throw reason;
      await clock.sleep(delayMs, signal);
    }
  }
  return step();
}

const readSystem = promisify(statfs);

/** Bytes that we may still write on the volume of this directory. */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await readSystem(directory);
  return bavail * bsize;
}
