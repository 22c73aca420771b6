import { type Dir, type Dirent, opendirSync } from 'node:fs';
import { toFault } from './faults.js';
import type { Slicer } from './slicer.js';

/** Entries fetched in one system call or two: about a millisecond of work. */
const ENTRIES_PER_READ = 512;

/** A scan ends here, so that it ends. What is beyond it is seen when some of these have gone. */
export const NAMES_MAX = 2_000_000;

export type EntryKind = 'file' | 'directory' | 'other';

/** How many entries there were; `isComplete` is false when the scan stopped at its bound. */
export interface Scan {
  readonly entries: number;
  readonly isComplete: boolean;
}

/**
 * Reads a directory as a stream, names only: memory does not grow with it, and other work runs in between. Where the file system
 * does not tell what an entry is (some network drives), it may be a file, and the caller's look at it tells.
 *
 * Rejects with `disk.missing` or `disk.denied` when it cannot be read, and with `operation.aborted`.
 */
export async function scanDirectory(
  directory: string,
  visit: (name: string, kind: EntryKind) => void,
  slicer: Slicer,
  signal: AbortSignal,
): Promise<Scan> {
  const opened = openForScan(directory);
  try {
    let entries = 0;
    while (entries < NAMES_MAX) {
      const read = readSome(opened, visit);
      entries += read;
      if (read < ENTRIES_PER_READ) return { entries, isComplete: true };
      if (slicer.isOver()) await slicer.rest(signal);
    }
    return { entries, isComplete: false };
  } catch (reason) {
    throw toFault(reason, 'box', directory);
  } finally {
    opened.closeSync();
  }
}

function openForScan(directory: string): Dir {
  try {
    return opendirSync(directory, { bufferSize: ENTRIES_PER_READ });
  } catch (reason) {
    throw toFault(reason, 'box', directory);
  }
}

/** Fewer than asked for = the end. */
function readSome(opened: Dir, visit: (name: string, kind: EntryKind) => void): number {
  for (let read = 0; read < ENTRIES_PER_READ; read += 1) {
    const entry = opened.readSync();
    if (entry === null) return read;
    visit(entry.name, kindOf(entry));
  }
  return ENTRIES_PER_READ;
}

function kindOf(entry: Dirent): EntryKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  const mayBeFile =
    !entry.isSymbolicLink() &&
    !entry.isFIFO() &&
    !entry.isSocket() &&
    !entry.isCharacterDevice() &&
    !entry.isBlockDevice();
  return mayBeFile ? 'file' : 'other';
}
