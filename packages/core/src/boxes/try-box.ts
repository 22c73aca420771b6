import { closeSync, fstatSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../ports/clock.js';
import { removeIfThere } from './across.js';
import { toFault } from './faults.js';

/** What a box let us do: everything. */
export interface BoxTrial {
  /** Which volume it is on. */
  readonly device: string;
  /** How far our clock is ahead of the one that stamps files there, in ms; negative = behind. */
  readonly aheadMs: number;
}

let tried = 0;

/**
 * Makes a hidden file in a box, writes to it, renames it and removes it, which is the only certain answer to what may be done there.
 * Readers of boxes pass hidden names over. A crash in between leaves an empty hidden file. Throws `disk.*`, named by the box.
 */
export function tryBox(directory: string, clock: Clock): BoxTrial {
  tried += 1;
  const first = path.join(directory, `.swic-doctor-${process.pid}-${tried}.tmp`);
  const second = `${first}2`;
  try {
    const { dev } = statSync(directory, { bigint: true });
    const aheadMs = writeStamped(first, clock);
    renameSync(first, second);
    return { device: String(dev), aheadMs };
  } catch (reason) {
    throw toFault(reason, 'box', directory);
  } finally {
    for (const file of [first, second]) removeQuietly(file);
  }
}

function writeStamped(file: string, clock: Clock): number {
  const descriptor = openSync(file, 'wx');
  try {
    const beforeMs = clock.nowMs();
    writeSync(descriptor, ' ');
    const { mtimeMs } = fstatSync(descriptor);
    return (beforeMs + clock.nowMs()) / 2 - mtimeMs;
  } finally {
    closeSync(descriptor);
  }
}

function removeQuietly(file: string): void {
  try {
    removeIfThere(file);
  } catch {
    // What may not be removed has failed to be renamed before, and that is told.
  }
}
