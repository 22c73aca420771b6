import { ClassicLevel } from 'classic-level';
import { codeOf } from '../faults.js';
import type { QueueDirectory } from './queue-directory.js';
import { spendReserve } from './reserve.js';

/** The right to deliver from a queue. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Null while another process, or another session of this one, holds it. The kernel gives it back when its holder dies, however
 * it dies: no stale lock, no guess by process ids. LevelDB is the one prebuilt library in the house whose lock is that lock;
 * its database stays empty.
 */
export async function tryLock(queue: QueueDirectory): Promise<Lock | null> {
  try {
    return await openLock(queue.lock);
  } catch (reason) {
    return isHeld(reason) ? null : repair(queue);
  }
}

/**
 * A full disk, or a power failure that broke the empty database; it holds nothing that could be lost. Destroying it needs the
 * lock as well.
 */
async function repair(queue: QueueDirectory): Promise<Lock | null> {
  spendReserve(queue.reserve);
  try {
    await ClassicLevel.destroy(queue.lock);
    return await openLock(queue.lock);
  } catch (reason) {
    if (isHeld(reason)) return null;
    throw reason;
  }
}

async function openLock(directory: string): Promise<Lock> {
  const database = new ClassicLevel(directory, { createIfMissing: true, cacheSize: 0 });
  await database.open();
  return { release: () => database.close() };
}

/** The library wraps the reason: «not open», because «locked». */
function isHeld(reason: unknown): boolean {
  return codeOf(reason) === 'LEVEL_LOCKED' || (reason instanceof Error && codeOf(reason.cause) === 'LEVEL_LOCKED');
}
