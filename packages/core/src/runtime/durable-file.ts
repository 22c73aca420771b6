import { closeSync, fdatasync, fsync, openSync, writev, writevSync } from 'node:fs';
import { promisify } from 'node:util';

const writePieces = promisify(writev);
const syncFile = promisify(fsync);

/** Up to here a write into the page cache is quicker than asking another thread for it. */
const WRITE_SYNC_BYTES_MAX = 1024 * 1024;

/** What was written to the file survives a power failure after this. */
export const syncData = promisify(fdatasync);

/** Names in the directory survive a power failure after this. Windows keeps them by itself and refuses the call. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const fd = openSync(path, 'r');
  try {
    await syncFile(fd);
  } finally {
    closeSync(fd);
  }
}

/** A gathered write may be cut short (a full disk is told by the next one), so it goes on until all of it is written. */
export async function writeAll(fd: number, pieces: readonly Uint8Array[]): Promise<void> {
  let left = pieces.filter((piece) => piece.length > 0);
  while (left.length > 0) {
    const isSmall = left.reduce((bytes, piece) => bytes + piece.length, 0) <= WRITE_SYNC_BYTES_MAX;
    const writtenBytes = isSmall ? writevSync(fd, left) : (await writePieces(fd, left)).bytesWritten;
    left = without(left, writtenBytes);
  }
}

function without(pieces: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let skipBytes = bytes;
  const left: Uint8Array[] = [];
  for (const piece of pieces) {
    if (skipBytes >= piece.length) skipBytes -= piece.length;
    else {
      left.push(piece.subarray(skipBytes));
      skipBytes = 0;
    }
  }
  return left;
}
