import { crc32, deflateRawSync } from 'node:zlib';
import { type Entry, fromBufferPromise } from 'yauzl';
import { entryName } from '../zip-names.js';

const LOCAL_HEADER_BYTES = 30;
const DIRECTORY_HEADER_BYTES = 46;
const END_RECORD_BYTES = 22;
const DEFLATED = 8;
const VERSION_NEEDED = 20;
/** "Sizes follow the data": never so here, since they are known. */
const SIZES_FOLLOW = 0x8;

interface Written {
  readonly entry: Entry;
  readonly packed: Uint8Array;
  readonly method: number;
  readonly crc: number;
  readonly sizeBytes: number;
}

/**
 * An archive with another content for one entry. All other entries keep their packed bytes, names, flags and times. For an
 * archive that was inspected and accepted before; rejects with a plain error for anything else.
 */
export async function replaceInZip(bytes: Uint8Array, name: string, content: Uint8Array): Promise<Uint8Array> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const zip = await fromBufferPromise(buffer, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true });
  const written: Written[] = [];
  for await (const entry of zip.eachEntry()) {
    if (entryName(entry) === name) {
      written.push({
        entry,
        packed: deflateRawSync(content),
        method: DEFLATED,
        crc: crc32(content),
        sizeBytes: content.length,
      });
      continue;
    }
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const packed = buffer.subarray(fileDataStart, fileDataStart + entry.compressedSize);
    written.push({
      entry,
      packed,
      method: entry.compressionMethod,
      crc: entry.crc32,
      sizeBytes: entry.uncompressedSize,
    });
  }
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const one of written) {
    const local = Buffer.concat([header(one, null), one.entry.fileNameRaw, one.packed]);
    directory.push(Buffer.concat([header(one, offset), one.entry.fileNameRaw, one.entry.extraFieldRaw]));
    locals.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  return Buffer.concat([...locals, list, endRecord(written.length, list.length, offset)]);
}

/** The header before an entry's data, or, with the offset of that one, its line in the directory. */
function header({ entry, packed, method, crc, sizeBytes }: Written, offset: number | null): Buffer {
  const isLocal = offset === null;
  const bytes = Buffer.alloc(isLocal ? LOCAL_HEADER_BYTES : DIRECTORY_HEADER_BYTES);
  bytes.writeUInt32LE(isLocal ? 0x04034b50 : 0x02014b50, 0);
  let at = 4;
  if (!isLocal) at = bytes.writeUInt16LE(entry.versionMadeBy, at);
  at = bytes.writeUInt16LE(VERSION_NEEDED, at);
  at = bytes.writeUInt16LE(entry.generalPurposeBitFlag & ~SIZES_FOLLOW, at);
  at = bytes.writeUInt16LE(method, at);
  at = bytes.writeUInt16LE(entry.lastModFileTime, at);
  at = bytes.writeUInt16LE(entry.lastModFileDate, at);
  at = bytes.writeUInt32LE(crc, at);
  at = bytes.writeUInt32LE(packed.length, at);
  at = bytes.writeUInt32LE(sizeBytes, at);
  at = bytes.writeUInt16LE(entry.fileNameRaw.length, at);
  if (offset === null) return bytes;
  at = bytes.writeUInt16LE(entry.extraFieldRaw.length, at);
  bytes.writeUInt16LE(entry.internalFileAttributes, at + 4);
  bytes.writeUInt32LE(entry.externalFileAttributes, at + 6);
  bytes.writeUInt32LE(offset, at + 10);
  return bytes;
}

function endRecord(entries: number, listBytes: number, listAt: number): Buffer {
  const bytes = Buffer.alloc(END_RECORD_BYTES);
  bytes.writeUInt32LE(0x06054b50, 0);
  bytes.writeUInt16LE(entries, 8);
  bytes.writeUInt16LE(entries, 10);
  bytes.writeUInt32LE(listBytes, 12);
  bytes.writeUInt32LE(listAt, 16);
  return bytes;
}
