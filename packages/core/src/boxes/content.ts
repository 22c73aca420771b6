import { createHash, hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Read and hashed in one turn of this thread: a fraction of a millisecond. Nearly every document is one piece. */
const PIECE_BYTES = 256 * 1024;
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** What a file has to be. */
export interface Content {
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

/**
 * Are the bytes of this file those? Read, not guessed from its times: a program that maps the file, or one on another machine,
 * changes bytes and no time that is seen here. Throws, or rejects with, what the file system threw; a file of one piece is compared
 * at once, and needs no promise.
 */
export function hasContent(file: string, content: Content): boolean | Promise<boolean> {
  return content.sizeBytes <= PIECE_BYTES ? hasPiece(file, content) : hasPieces(file, content);
}

function hasPiece(file: string, { sizeBytes, sha256 }: Content): boolean {
  const descriptor = openSync(file, OPEN_FLAGS);
  try {
    return isFileOf(descriptor, sizeBytes) && hashPiece(descriptor, sizeBytes) === sha256;
  } finally {
    closeSync(descriptor);
  }
}

async function hasPieces(file: string, { sizeBytes, sha256 }: Content): Promise<boolean> {
  const descriptor = openSync(file, OPEN_FLAGS);
  try {
    return isFileOf(descriptor, sizeBytes) && (await hashOf(descriptor, sizeBytes)) === sha256;
  } finally {
    closeSync(descriptor);
  }
}

function isFileOf(descriptor: number, sizeBytes: number): boolean {
  const stat = fstatSync(descriptor);
  return stat.isFile() && stat.size === sizeBytes;
}

/** Hex SHA-256 of a regular file; null when it is none. Throws what the file system threw. */
export async function hashFile(file: string): Promise<string | null> {
  const descriptor = openSync(file, OPEN_FLAGS);
  try {
    const stat = fstatSync(descriptor);
    return stat.isFile() ? await hashOf(descriptor, stat.size) : null;
  } finally {
    closeSync(descriptor);
  }
}

/** For what is read and hashed in one turn, so that no two need it at once: a buffer for each file is garbage for each file. */
const once = Buffer.allocUnsafeSlow(PIECE_BYTES);

function hashPiece(descriptor: number, sizeBytes: number): string {
  return hash('sha256', once.subarray(0, readWhole(descriptor, sizeBytes)), 'hex');
}

async function hashOf(descriptor: number, sizeBytes: number): Promise<string> {
  if (sizeBytes <= PIECE_BYTES) return hashPiece(descriptor, sizeBytes);
  const sum = createHash('sha256');
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  for (let at = 0; at < sizeBytes; ) {
    const read = readSync(descriptor, piece, 0, piece.length, at);
    if (read === 0) break;
    sum.update(piece.subarray(0, read));
    at += read;
    // Whatever else is due in this thread has its turn between.
    if (at < sizeBytes) await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return sum.digest('hex');
}

/** Bytes that are there of those that are asked for. */
function readWhole(descriptor: number, sizeBytes: number): number {
  let at = 0;
  while (at < sizeBytes) {
    const read = readSync(descriptor, once, at, sizeBytes - at, at);
    if (read === 0) break;
    at += read;
  }
  return at;
}
