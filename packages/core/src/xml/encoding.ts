import { isAscii, isUtf8, transcode } from 'node:buffer';
import { type ActualEncoding, likelierThan } from './likelier-encoding.js';

export type EncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** Text without its byte order mark. `isCut`: the bytes end within a character, which is left out; a writer may not be done. */
export interface Decoded {
  readonly kind: 'decoded';
  readonly text: string;
  readonly encoding: EncodingName;
  /** Length of the byte order mark. */
  readonly markBytes: number;
  readonly isCut: boolean;
}

/**
 * - `invalid`     bytes at `offset` are no character of the encoding
 * - `unsupported` the declaration names an encoding that is not read here
 * - `conflict`    the declaration contradicts the byte order, its mark, or what the bytes plainly are
 */
export interface Undecodable {
  readonly kind: 'invalid' | 'unsupported' | 'conflict';
  /** Bytes before the place; where 'unsupported' or 'conflict', 0. */
  readonly offset: number;
  /** 1-based; the column counts characters. */
  readonly line: number;
  readonly column: number;
  /** What the XML declaration says, as written; null where it says nothing. */
  readonly declared: string | null;
  /** The encoding by which it was read. */
  readonly encoding: EncodingName | null;
  /** The encoding in which the bytes are most likely written, where it is another one. */
  readonly actual: ActualEncoding | null;
  /** The offending bytes in hexadecimal; '' where there are none to show. */
  readonly found: string;
}

/** How the bytes say that they are written. */
interface Signature {
  readonly encoding: EncodingName | null;
  readonly markBytes: number;
}

/**
 * Names in declarations. GB2312 and GBK are read as GB18030, which contains both: writers declare the old name and use newer
 * characters. Compared in lower case.
 */
const DECLARED: Readonly<Record<string, EncodingName>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  'gb_2312-80': 'gb18030',
  cp936: 'gb18030',
  ms936: 'gb18030',
  'windows-936': 'gb18030',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
};

/** A whole file that is nothing but the beginning of a byte order mark. */
const CUT_MARKS: Readonly<Record<string, EncodingName>> = {
  ef: 'utf-8',
  efbb: 'utf-8',
  ff: 'utf-16le',
  fe: 'utf-16be',
};

const DECLARATION_BYTES_MAX = 256;
const DECLARATION = /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([^"'>]*)["']/;

/** Bytes shown of a place that cannot be decoded: the longest character of any encoding here. */
const FOUND_BYTES_MAX = 4;

/**
 * Strict: the encoding that the byte order mark or the declaration names, and nothing else; without either UTF-8. Bytes that
 * can be read so, but are plainly written in another encoding, are a conflict: decision 0030.
 */
export function decodeXml(bytes: Uint8Array): Decoded | Undecodable {
  const cut = bytes.length < 3 ? CUT_MARKS[Buffer.from(bytes).toString('hex')] : undefined;
  if (cut !== undefined) return { kind: 'decoded', text: '', encoding: cut, markBytes: 0, isCut: true };
  const signature = signatureOf(bytes);
  const declared = declaredEncoding(bytes, signature);
  if (signature.encoding === null && declared === null) return decodeNamed('utf-8', bytes, null);
  const named = declared === null ? null : (DECLARED[declared.toLowerCase()] ?? null);
  if (declared !== null && named === null) return refuse('unsupported', declared, signature.encoding);
  // Without a mark, bytes that read as ASCII can only be in an encoding that contains ASCII.
  if (signature.encoding === null)
    return isWide(named)
      ? refuse('conflict', declared, isUtf8(bytes) ? 'utf-8' : likelierThan('utf-8', bytes, null))
      : decodeNamed(named ?? 'utf-8', bytes, declared);
  if (declared !== null && !agrees(declared, named, signature.encoding))
    return refuse('conflict', declared, signature.encoding);
  return decodeAs(signature.encoding, bytes, signature.markBytes, declared);
}

/**
 * For receipts: what the strict reading gives, else the first of what the bytes look like, UTF-8 and GB18030 that fits, since
 * real receipts declare GB2312 and use GBK, or declare nothing (domain: classification rule 3). Null where nothing fits.
 */
export function decodeTolerantly(bytes: Uint8Array): Decoded | null {
  const strict = decodeXml(bytes);
  if (strict.kind === 'decoded' && !strict.isCut) return strict;
  const { encoding, markBytes } = signatureOf(bytes);
  const candidates: readonly EncodingName[] = encoding === null ? tolerated(strict) : [encoding];
  for (const candidate of candidates) {
    const decoded = decodeAs(candidate, bytes, markBytes, null);
    if (decoded.kind === 'decoded' && !decoded.isCut) return decoded;
  }
  return strict.kind === 'decoded' ? strict : null;
}

function tolerated(strict: Decoded | Undecodable): readonly EncodingName[] {
  return strict.kind !== 'decoded' && strict.actual === 'gb18030' ? ['gb18030', 'utf-8'] : ['utf-8', 'gb18030'];
}

function signatureOf(bytes: Uint8Array): Signature {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
  // Not allowed without a mark, but unmistakable, and written by real programs.
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return { encoding: 'utf-16le', markBytes: 0 };
  if (a === 0 && b === 0x3c && c === 0 && d !== 0) return { encoding: 'utf-16be', markBytes: 0 };
  return { encoding: null, markBytes: 0 };
}

function declaredEncoding(bytes: Uint8Array, signature: Signature): string | null {
  const start = Buffer.from(
    bytes.buffer,
    bytes.byteOffset + signature.markBytes,
    Math.min(bytes.length - signature.markBytes, DECLARATION_BYTES_MAX),
  );
  if (!isWide(signature.encoding) && start[0] !== 0x3c) return null;
  // The declaration is ASCII, so in a wide encoding every second byte tells it.
  const text = isWide(signature.encoding) ? start.toString('latin1').replaceAll('\0', '') : start.toString('latin1');
  return DECLARATION.exec(text)?.[1] ?? null;
}

function isWide(encoding: EncodingName | null): boolean {
  return encoding === 'utf-16le' || encoding === 'utf-16be';
}

/** `UTF-16` without an order agrees with both orders. */
function agrees(declared: string, named: EncodingName | null, actual: EncodingName): boolean {
  return named === actual || (declared.toLowerCase() === 'utf-16' && isWide(actual));
}

function refuse(kind: 'unsupported' | 'conflict', declared: string | null, actual: ActualEncoding | null): Undecodable {
  return { kind, offset: 0, line: 1, column: 1, declared, encoding: null, actual, found: '' };
}

/** Without a mark only the declaration says what the bytes are, so the bytes are asked as well. */
function decodeNamed(named: EncodingName, bytes: Uint8Array, declared: string | null): Decoded | Undecodable {
  const decoded = decodeAs(named, bytes, 0, declared);
  if (decoded.kind === 'decoded') {
    const actual = likelierThan(named, bytes, decoded.text);
    return actual === null ? decoded : refuse('conflict', declared, actual);
  }
  return { ...decoded, actual: likelierThan(named, bytes, null) };
}

function decodeAs(
  encoding: EncodingName,
  bytes: Uint8Array,
  markBytes: number,
  declared: string | null,
): Decoded | Undecodable {
  const content = markBytes === 0 ? bytes : bytes.subarray(markBytes);
  const quick = encoding === 'utf-8' ? decodeValidUtf8(content) : null;
  if (quick !== null) return { kind: 'decoded', text: quick, encoding, markBytes, isCut: false };
  const whole = tryDecode(encoding, content, false);
  if (whole !== null) return { kind: 'decoded', text: whole, encoding, markBytes, isCut: false };
  const cut = tryDecode(encoding, content, true);
  if (cut !== null) return { kind: 'decoded', text: cut, encoding, markBytes, isCut: true };
  return locate(encoding, content, markBytes, declared);
}

/** From here on the copy that `transcode` makes costs more than time. */
const TRANSCODED_BYTES_MAX = 4 * 1024 * 1024;

/** Twice as fast as a TextDecoder for the sizes that come (measured): both steps are vectorized. Null = look closer. */
function decodeValidUtf8(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isAscii(buffer)) return buffer.toString('latin1');
  if (bytes.length > TRANSCODED_BYTES_MAX) return null;
  return isUtf8(buffer) ? transcode(buffer, 'utf8', 'utf16le').toString('utf16le') : null;
}

/** With `isOpenEnded` a character that the end of the bytes cuts is left out; without, it is an error. Null = not this encoding. */
function tryDecode(encoding: EncodingName, bytes: Uint8Array, isOpenEnded: boolean): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isOpenEnded });
  } catch {
    // The decoder says only *that* it failed; where, is found by halving.
    return null;
  }
}

/** Every beginning before the first wrong byte decodes and every longer one does not: halving finds it in a few tries. */
function locate(encoding: EncodingName, bytes: Uint8Array, markBytes: number, declared: string | null): Undecodable {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (tryDecode(encoding, bytes.subarray(0, middle), true) === null) bad = middle;
    else good = middle;
  }
  // What is good up to there may be the beginning of a character that the wrong byte spoils: that character is the place.
  while (good > 0 && tryDecode(encoding, bytes.subarray(0, good), false) === null) good -= 1;
  const before = tryDecode(encoding, bytes.subarray(0, good), false) ?? '';
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  const found = Buffer.from(bytes.subarray(good, good + FOUND_BYTES_MAX)).toString('hex');
  return {
    kind: 'invalid',
    offset: markBytes + good,
    line,
    column: before.length - lineStart + 1,
    declared,
    encoding,
    actual: null,
    found,
  };
}
