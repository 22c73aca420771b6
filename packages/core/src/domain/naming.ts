import type { DocumentId } from './document.js';
import { isDocumentId } from './document.js';
import { joinName, NAME_BYTES_MAX, splitName, utf8Length } from './name-text.js';
import { formatStamp, parseStamp } from './stamp.js';

/** China has one time zone and no summer time; the manual's time stamps are in it. */
export const CHINA_OFFSET_MINUTES = 480;

const STAMP_DIGITS = 17;

function stampAt(epochMs: number, utcOffsetMinutes: number): string {
  return formatStamp(epochMs + (utcOffsetMinutes - CHINA_OFFSET_MINUTES) * 60_000, STAMP_DIGITS);
}

export interface FiledName {
  /** `<base>_<YYYYMMDDhhmmssfff><.ext>` [manual]; at most 255 bytes, the stamp is never cut. */
  readonly name: string;
  /** `YYYYMMDD`: the directory of its day in SentBox. */
  readonly day: string;
}

/** What a document is called in SentBox or FailBox. */
export function filedName(name: string, stampMs: number, utcOffsetMinutes: number = CHINA_OFFSET_MINUTES): FiledName {
  const stamp = stampAt(stampMs, utcOffsetMinutes);
  return { name: joinName(splitName(name), `_${stamp}`), day: stamp.slice(0, 8) };
}

const FILED_NAME = /_\d{17}(?:\.[^.]*)?$/;

/** Is this a name that `filedName` makes? What is not is never cleaned away. */
export function isFiledName(name: string): boolean {
  return FILED_NAME.test(name);
}

/** The document's name in a name that `filedName` made and did not have to cut. */
export function unfiledName(filed: string): string {
  return filed.replace(/_\d{17}(?=(?:\.[^.]*)?$)/, '');
}

export interface FiledParts {
  /** Of the document, unless it was too long and had to be cut. */
  readonly name: string;
  readonly stampMs: number;
}

/** The name and the stamp of which `filedName` made this name; null when it did not. */
export function parseFiledName(filed: string, utcOffsetMinutes: number = CHINA_OFFSET_MINUTES): FiledParts | null {
  const { base, extension } = splitName(filed);
  const [, name = '', stamp = ''] = /^(.+)_(\d{17})$/s.exec(base) ?? [];
  const inChina = parseStamp(stamp);
  if (inChina === null) return null;
  return { name: name + extension, stampMs: inChina - (utcOffsetMinutes - CHINA_OFFSET_MINUTES) * 60_000 };
}

/** Epoch ms at which the day of a `YYYYMMDD` directory began; null for any other name. */
export function dayStartMs(name: string, utcOffsetMinutes: number = CHINA_OFFSET_MINUTES): number | null {
  if (!/^\d{8}$/.test(name)) return null;
  const inChina = parseStamp(`${name}000000`);
  return inChina === null ? null : inChina - (utcOffsetMinutes - CHINA_OFFSET_MINUTES) * 60_000;
}

/** `<base>_<count><.ext>`: for a file that goes back under its own name while that is taken. Count 0 is the name itself. */
export function countedName(name: string, count: number): string {
  return count === 0 ? name : joinName(splitName(name), `_${count}`);
}

const RECEIPT_STAMP = /^(.*_)(\d{14,26})((?:\.[^.]*)?)$/s;

/**
 * A receipt's name while other bytes have it: its time stamp, `count` steps of the stamp's last digit of time later. A name
 * without a stamp gets a number instead. Count 0 is the name itself.
 */
export function laterReceiptName(name: string, count: number): string {
  const [, head = '', stamp = '', tail = ''] = RECEIPT_STAMP.exec(name) ?? [];
  const epochMs = parseStamp(stamp);
  if (count === 0 || epochMs === null) return countedName(name, count);
  // A stamp of 14 digits counts seconds: a millisecond more would be the same name again.
  const stepMs = 10 ** Math.max(0, STAMP_DIGITS - stamp.length);
  const digits = Math.min(stamp.length, STAMP_DIGITS);
  return head + formatStamp(epochMs + count * stepMs, digits) + stamp.slice(STAMP_DIGITS) + tail;
}

/** Name of a claimed file in TempBox; null when the id does not fit beside the name, which then gets a directory. */
export function claimedName(id: DocumentId, name: string): string | null {
  const claimed = `${id}_${name}`;
  return utf8Length(claimed) <= NAME_BYTES_MAX ? claimed : null;
}

export interface ClaimedParts {
  readonly id: DocumentId;
  readonly name: string;
}

const ID_LENGTH = 22;

/** The id and the own name of `<id>_<name>`; null when it is not named like a claimed file. */
export function parseClaimedName(claimed: string): ClaimedParts | null {
  const id = claimed.slice(0, ID_LENGTH);
  const name = claimed.slice(ID_LENGTH + 1);
  return isDocumentId(id) && claimed[ID_LENGTH] === '_' && name !== '' ? { id, name } : null;
}

const TEMPORARY_EXTENSION = /\.(?:tmp|temp|part)$/i;
const SYSTEM_NAME = /^(?:thumbs\.db|desktop\.ini)$/i;

/** What the system itself puts into directories. */
export function isSystemName(name: string): boolean {
  return name.startsWith('.') || SYSTEM_NAME.test(name);
}

/** Half-written, hidden and system files: never taken, whatever the extension [seen in 3 public sources]. */
export function isIgnoredName(name: string): boolean {
  return name.startsWith('.') || name.startsWith('~$') || TEMPORARY_EXTENSION.test(name) || SYSTEM_NAME.test(name);
}

/** In a list of extensions: whatever extension a name has, or none. */
export const ANY_EXTENSION = '*';

/** What editors, browsers and file transfers leave beside a file or write before it is whole: no extension of something to be sent. */
const BESIDE_A_FILE = /\.(?:bak|swp|lock|crdownload|partial|filepart|download)$|~$/i;

/** Extensions with their dot, lower case; the name's casing does not matter. */
export function hasExtension(name: string, extensions: readonly string[]): boolean {
  const dot = name.lastIndexOf('.');
  if (dot > 0 && extensions.includes(name.slice(dot).toLowerCase())) return true;
  return extensions.includes(ANY_EXTENSION) && !BESIDE_A_FILE.test(name);
}

/** Is this one name, and no way to another directory, on every system? */
export function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name) && utf8Length(name) <= NAME_BYTES_MAX;
}
