import { rmSync, writeFileSync } from 'node:fs';

/** What taking the lock of a queue needs of the disk, several times over. */
const RESERVE_BYTES = 64 * 1024;

/** A bit of the disk for the day it is full: a queue that cannot be received from would stay full for ever. */
export function layReserve(path: string): void {
  try {
    writeFileSync(path, Buffer.alloc(RESERVE_BYTES), { flag: 'wx' });
  } catch {
    // It is there already; or the disk is full now, and it is written by the next holder of the lock when there is room again.
  }
}

export function spendReserve(path: string): void {
  rmSync(path, { force: true });
}
