import { isUtf8 } from 'node:buffer';
import type { Entry } from 'yauzl';

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

/**
 * Name of an entry. The format knows UTF-8 and CP437, but packers on Chinese Windows write GBK without a word about it, so a
 * name that is not marked as UTF-8 is taken as UTF-8 where it is valid, else as GB18030. Null = none of them.
 */
export function entryName(entry: Entry): string | null {
  const unicode = entry.extraFields.find(
    ({ id, data }) => id === UNICODE_PATH_FIELD && data.length > UNICODE_PATH_HEADER_BYTES,
  );
  const raw = unicode?.data.subarray(UNICODE_PATH_HEADER_BYTES) ?? entry.fileNameRaw;
  if (isUtf8(raw)) return raw.toString('utf8');
  if (unicode !== undefined || (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0) return null;
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(raw);
  } catch {
    // Neither: the caller refuses the entry.
    return null;
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

export function baseName(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

export function isXmlName(name: string): boolean {
  return name.toLowerCase().endsWith('.xml');
}
