import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../contract/fault.js';
import { errnoOf, toFault } from './faults.js';
import type { BoxDirectories } from './world.js';

/** How the five boxes are called below a business's root. */
const BOX_NAMES = {
  outBox: 'OutBox',
  sentBox: 'SentBox',
  inBox: 'InBox',
  failBox: 'FailBox',
  tempBox: 'TempBox',
} as const;

/** A business's boxes below its root, in the casing that is on disk where there is one. */
export function boxesBelow(root: string): BoxDirectories {
  const at = (box: keyof BoxDirectories): string => existingFolder(root, BOX_NAMES[box]);
  return {
    outBox: at('outBox'),
    sentBox: at('sentBox'),
    inBox: at('inBox'),
    failBox: at('failBox'),
    tempBox: at('tempBox'),
  };
}

/**
 * The directory of this name, in whatever casing it is there: installs of the official client differ in the casing of their
 * folders [seen in 4 public sources], and a second one beside it would hide the files of the first. The exact name wins.
 */
export function existingFolder(parent: string, name: string): string {
  const names = namesIn(parent);
  const there = names.includes(name) ? name : names.find((other) => other.toLowerCase() === name.toLowerCase());
  return path.join(parent, there ?? name);
}

function namesIn(parent: string): readonly string[] {
  try {
    return readdirSync(parent);
  } catch (reason) {
    if (errnoOf(reason) === 'ENOENT') return [];
    throw toFault(reason, 'box', parent);
  }
}

/**
 * Makes the boxes that are missing, with everything above them, and proves that they are five different directories: by what
 * they are, not by their names, so links and casing do not deceive. Sent files that land in OutBox would be sent for ever.
 */
export function ensureBoxes(directories: BoxDirectories): void {
  const seen = new Map<string, string>();
  for (const directory of Object.values(directories) as readonly string[]) {
    const key = ensureDirectory(directory);
    const other = seen.get(key);
    if (other !== undefined)
      throw new Fault('config.invalid', { path: directory, sameAs: other, what: 'two boxes are one directory' });
    seen.set(key, directory);
  }
}

function ensureDirectory(directory: string): string {
  try {
    mkdirSync(directory, { recursive: true });
    return keyOf(directory);
  } catch (reason) {
    throw toFault(reason, 'box', directory);
  }
}

/** The same text for the same directory, whatever leads to it; null where it is not there or not to be looked at. */
export function findDirectoryKey(directory: string): string | null {
  try {
    return keyOf(directory);
  } catch {
    // What opens it says why.
    return null;
  }
}

function keyOf(directory: string): string {
  const { dev, ino } = statSync(directory, { bigint: true });
  // Where the file system numbers nothing, the path is all there is to compare.
  return ino === 0n ? directory : `${dev}:${ino}`;
}
