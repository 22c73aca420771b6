import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';
import type { Entry } from 'yauzl';
import { textCost } from './plausible-text.js';

/** Does it start like an archive? An empty archive has only its end record. */
export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6))
  );
}

const LOCAL_HEADER = [0x50, 0x4b, 3, 4];

/** May it start like one when its writer is done? True where the first bytes are missing, or are NULs that are not written yet. */
export function isZipStart(bytes: Uint8Array): boolean {
  const wrong = LOCAL_HEADER.findIndex((byte, at) => bytes[at] !== byte);
  return wrong < 0 || wrong >= bytes.length || bytes[wrong] === 0;
}

const UTF8_FLAG = 0x800;
/** Info-ZIP's Unicode path: one byte version, four bytes CRC of the plain name, then the name in UTF-8. */
const UNICODE_PATH_FIELD = 0x7075;
const UNICODE_PATH_HEADER_BYTES = 5;
const UNICODE_PATH_VERSION = 1;

/** Name of an entry as people read it; null = it is in no encoding that is read here. */
export function entryName(entry: Entry): string | null {
  return entryNames(entry)[0] ?? null;
}

/**
 * Every name that an entry may have, the likeliest first. The format knows UTF-8 and CP437, but packers on Chinese Windows write
 * GBK without a word about it, and some GBK names are valid UTF-8 as well (`原图.pdf`): then both are names of it.
 */
export function entryNames(entry: Entry): readonly string[] {
  const unicode = unicodePath(entry);
  const isMarked = (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0;
  const utf8 = isUtf8(entry.fileNameRaw) ? [entry.fileNameRaw.toString('utf8')] : [];
  const gbk = isMarked ? [] : readGbk(entry.fileNameRaw);
  const plain = [...utf8, ...gbk].sort((a, b) => textCost(a).cost - textCost(b).cost);
  return [...new Set([...unicode, ...plain])];
}

/** A field that a tool left behind when it renamed the entry is not its name (libarchive#1201): the checksum tells. */
function unicodePath({ extraFields, fileNameRaw }: Entry): readonly string[] {
  return extraFields.flatMap(({ id, data }) => {
    if (id !== UNICODE_PATH_FIELD || data.length <= UNICODE_PATH_HEADER_BYTES) return [];
    const name = data.subarray(UNICODE_PATH_HEADER_BYTES);
    const isOfThisName = data[0] === UNICODE_PATH_VERSION && data.readUInt32LE(1) === crc32(fileNameRaw);
    return isOfThisName && isUtf8(name) ? [name.toString('utf8')] : [];
  });
}

function readGbk(raw: Buffer): readonly string[] {
  try {
    return [new TextDecoder('gb18030', { fatal: true }).decode(raw)];
  } catch {
    // Not GBK: where it is not UTF-8 either, the caller refuses the entry.
    return [];
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a control character in a name is a trick or an accident.
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * - `plain`   a file at the root of the archive
 * - `nested`  in a directory, or a directory
 * - `unsafe`  would leave the place where it is unpacked, or is no name at all on some system
 */
export type NameKind = 'plain' | 'nested' | 'unsafe';

export function nameKind(name: string): NameKind {
  if (name === '' || CONTROL.test(name)) return 'unsafe';
  const parts = name.split(/[/\\]/);
  if (parts.includes('..') || parts[0] === '' || /^[A-Za-z]:/.test(name)) return 'unsafe';
  if (name === '.' || /[<>:"|?*]/.test(name) || /[. ]$/.test(name)) return 'unsafe';
  return parts.length === 1 ? 'plain' : 'nested';
}

/** Lock files that office programs leave beside an open file; never part of a declaration [one source]. */
export function isLockFile(name: string): boolean {
  return name.startsWith('~$');
}

const SYSTEM_FILES = /^(?:thumbs\.db|ehthumbs\.db|desktop\.ini|\.ds_store|\._.*)$/i;

/** What systems put beside people's files; it travels with the archive and is part of no declaration. */
export function isSystemFile(name: string): boolean {
  return /^__MACOSX(?:[/\\]|$)/i.test(name) || SYSTEM_FILES.test(name.slice(name.search(/[^/\\]*$/)));
}

/** Equal for names that many systems take for one: casing, and how an accent is composed (macOS decomposes it). */
export function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

export function baseName(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

export function isXmlName(name: string): boolean {
  return name.toLowerCase().endsWith('.xml');
}
