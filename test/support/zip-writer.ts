import { crc32, deflateRawSync } from 'node:zlib';

/** One file of an archive; what is null is as an honest packer writes it. */
export interface ZipFile {
  /** A text is written as UTF-8 with the flag that says so; bytes are written as they are, without it. */
  readonly name: string | Uint8Array;
  readonly content: string | Uint8Array;
  readonly isStored?: boolean;
  readonly isEncrypted?: boolean;
  /** What the directory claims instead of the truth. */
  readonly claimedBytes?: number;
  readonly method?: number;
  readonly crc?: number;
  /** Info-ZIP's Unicode path (0x7075): the name in it, and the name whose checksum it carries. */
  readonly unicodePath?: { readonly name: string; readonly of: Uint8Array };
}

const UTF8 = 0x800;
const ENCRYPTED = 1;

/** A small writer of archives, honest or not, for tests of the reader. */
export function zipOf(files: readonly ZipFile[], comment = ''): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const entry = entryOf(file);
    const local = Buffer.concat([localHeader(entry), entry.name, entry.packed]);
    directory.push(Buffer.concat([directoryHeader(entry, offset), entry.name, entry.extra]));
    locals.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  return Buffer.concat([...locals, list, endRecord(files.length, list.length, offset, comment)]);
}

interface Entry {
  readonly name: Buffer;
  readonly packed: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly sizeBytes: number;
  readonly extra: Buffer;
}

function entryOf(file: ZipFile): Entry {
  const content = Buffer.from(file.content);
  const name = Buffer.from(file.name);
  return {
    name,
    packed: file.isStored === true ? content : deflateRawSync(content),
    flags: (typeof file.name === 'string' ? UTF8 : 0) | (file.isEncrypted === true ? ENCRYPTED : 0),
    method: file.method ?? (file.isStored === true ? 0 : 8),
    crc: file.crc ?? crc32(content),
    sizeBytes: file.claimedBytes ?? content.length,
    extra: file.unicodePath === undefined ? Buffer.alloc(0) : unicodePathField(file.unicodePath),
  };
}

function unicodePathField({ name, of }: { readonly name: string; readonly of: Uint8Array }): Buffer {
  const header = Buffer.alloc(9);
  header.writeUInt16LE(0x7075, 0);
  header.writeUInt16LE(5 + Buffer.byteLength(name), 2);
  header.writeUInt8(1, 4);
  header.writeUInt32LE(crc32(of), 5);
  return Buffer.concat([header, Buffer.from(name)]);
}

function localHeader(entry: Entry): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  writeCommon(header, 6, entry);
  return header;
}

function directoryHeader(entry: Entry, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(20, 6);
  writeCommon(header, 8, entry);
  header.writeUInt16LE(entry.extra.length, 30);
  header.writeUInt32LE(offset, 42);
  return header;
}

/** Flags to name length: the same fields in both headers. */
function writeCommon(header: Buffer, at: number, entry: Entry): void {
  header.writeUInt16LE(entry.flags, at);
  header.writeUInt16LE(entry.method, at + 2);
  header.writeUInt32LE(entry.crc, at + 8);
  header.writeUInt32LE(entry.packed.length, at + 12);
  header.writeUInt32LE(entry.sizeBytes, at + 16);
  header.writeUInt16LE(entry.name.length, at + 20);
}

function endRecord(count: number, directoryBytes: number, offset: number, comment: string): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(directoryBytes, 12);
  record.writeUInt32LE(offset, 16);
  record.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([record, Buffer.from(comment)]);
}
