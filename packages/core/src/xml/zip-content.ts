import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';

export const STORED = 0;
export const DEFLATED = 8;

/** Unpacked at a time: what checking an attachment costs in memory, whatever its size. */
const CHUNK_BYTES = 64 * 1024;

/** Can this be unpacked here? Of other entries nothing can be proven. */
export function isReadable(entry: Entry): boolean {
  const isKnown = entry.compressionMethod === STORED || entry.compressionMethod === DEFLATED;
  return isKnown && !entry.isEncrypted();
}

/**
 * The packed bytes of an entry; null when its own header says something else than the directory, or is not written. Throws
 * yauzl's error when there is no header where the directory says. Checksum and sizes may come behind the content, so they are not
 * compared, nor are the names: only that there is one.
 */
export async function packedBytes(zip: ZipFile, archive: Buffer, entry: Entry): Promise<Buffer | null> {
  const header = await zip.readLocalFileHeaderPromise(entry, { minimal: false });
  if (header.compressionMethod !== entry.compressionMethod || header.fileName.length === 0) return null;
  if (header.fileName.includes(0)) return null;
  return archive.subarray(header.fileDataStart, header.fileDataStart + entry.compressedSize);
}

/** Null when what is inside is not what the directory says. Never more than the size that the directory says. */
export function unpackEntry(entry: Entry, packed: Buffer | null): Uint8Array | null {
  if (packed === null) return null;
  const content =
    entry.compressionMethod === STORED
      ? packed
      : inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.uncompressedSize) });
  return content.length === entry.uncompressedSize && crc32(content) === entry.crc32 ? content : null;
}

/** The same question about an entry whose content is not needed: unpacked in pieces, up to the size that the directory says. */
export async function isIntact(entry: Entry, packed: Buffer | null): Promise<boolean> {
  if (packed === null || entry.compressionMethod === STORED) return unpackEntry(entry, packed) !== null;
  const inflating = createInflateRaw({ chunkSize: CHUNK_BYTES });
  inflating.end(packed);
  let sizeBytes = 0;
  let sum = 0;
  for await (const chunk of inflating as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > entry.uncompressedSize) return false;
    sum = crc32(chunk, sum);
  }
  return sizeBytes === entry.uncompressedSize && sum === entry.crc32;
}
