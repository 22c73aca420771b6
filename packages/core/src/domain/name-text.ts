/** ext4, NTFS (in UTF-16 units), APFS and XFS allow 255; a name of 255 bytes of UTF-8 never has more units than that. */
export const NAME_BYTES_MAX = 255;

/** A mark is `~` and 8 hex digits. */
const MARK_BYTES = 9;

/** Bytes of the text in UTF-8. Half a surrogate pair counts as the three bytes of U+FFFD, which is what the system writes. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (isHigh(unit) && isLow(text.charCodeAt(index + 1))) {
      bytes += 4;
      index += 1;
    } else bytes += 3;
  }
  return bytes;
}

/** The longest beginning that fits; no character is cut in half. */
function cutToBytes(text: string, bytesMax: number): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += utf8Length(character);
    if (bytes > bytesMax) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** As it is when it fits; else cut and marked with a hash of the whole, so that two long names stay two names. */
export function fitToBytes(text: string, bytesMax: number): string {
  if (utf8Length(text) <= bytesMax) return text;
  return `${cutToBytes(text, bytesMax - MARK_BYTES)}~${shortHash(text)}`;
}

/** FNV-1a, 32 bits, hex: enough to keep apart the few names that are ever cut. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}

/** Extensions longer than this are part of the name, not an extension that must be kept whole. */
const EXTENSION_BYTES_MAX = 24;

export interface NameParts {
  readonly base: string;
  /** With the dot; '' when there is none. */
  readonly extension: string;
}

/** `a.b.xml` -> `a.b` and `.xml`. A dot in front makes a hidden file, not an extension. */
export function splitName(name: string): NameParts {
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || utf8Length(name.slice(dot)) > EXTENSION_BYTES_MAX) return { base: name, extension: '' };
  return { base: name.slice(0, dot), extension: name.slice(dot) };
}

/** `<base><tail><extension>`, the base cut where the whole would be longer than a name may be. */
export function joinName({ base, extension }: NameParts, tail: string): string {
  return fitToBytes(base, NAME_BYTES_MAX - utf8Length(tail) - utf8Length(extension)) + tail + extension;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
