import {
  chmodSync,
  closeSync,
  fdatasync,
  fsync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writev,
  writevSync,
} from 'node:fs';
import { dirname } from 'node:path';
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

/**
 * Replaces a small file in one step: who reads it, and who comes after a crash, finds the former text or this one, whole. With `isFlushed` the
 * text is on disk before it has the name, so that a power failure leaves no empty file either; it may bring back the former text. What
 * must not be taken back is written by `replaceDurably`. One writer at a time: the text is first in `<file>.new`. `mode` null = that of a
 * new file. Throws what the file system says, and leaves the former file.
 */
export function replaceFile(
  file: string,
  text: string,
  { mode, isFlushed }: { readonly mode: number | null; readonly isFlushed: boolean },
): void {
  const next = `${file}.new`;
  try {
    writeFileSync(next, text, { flush: isFlushed, ...(mode === null ? {} : { mode }) });
    // The process's mask may have taken rights away that the file had.
    if (mode !== null) chmodSync(next, mode);
    renameSync(next, file);
  } catch (reason) {
    rmSync(next, { force: true });
    throw reason;
  }
}

/** As replaceFile, and when it resolves no power failure brings the former text back. */
export async function replaceDurably(file: string, bytes: Uint8Array, mode: number): Promise<void> {
  const next = `${file}.new`;
  const fd = openSync(next, 'w', mode);
  try {
    await writeAll(fd, [bytes]);
    await syncData(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(next, file);
  await syncDirectory(dirname(file));
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
