import { fitToBytes, NAME_BYTES_MAX } from '../name-text.js';
import type { ReceiptKind } from '../receipt.js';
import { formatStamp, parseStamp } from '../stamp.js';

/** What a file in InBox is, by the beginning of its name. */
export type NamePrefix = 'successed' | 'failed' | 'receipt';

/** How names in InBox are written. */
export interface ReceiptNameStyle {
  /**
   * `Successed_` is what real clients write [2 sources]; the manual spells `Successted_`. Letters after `Succ` and a final
   * underscore; anything else would not be recognised again (`isSuccessPrefix`).
   */
  readonly successPrefix: string;
  /** 17..23: the manual writes 17 digits, real clients 21 to 23 [2 sources]. */
  readonly stampDigits: number;
  /** With the dot; some programs look for the one that the message itself names, e.g. `.INVT` [2 sources]. */
  readonly extension: string;
}

export const DEFAULT_NAME_STYLE: ReceiptNameStyle = {
  successPrefix: 'Successed_',
  stampDigits: 17,
  extension: '.xml',
};

const STAMP_DIGITS_MIN = 17;
const STAMP_DIGITS_MAX = 23;

/** A dot, then letters and digits: what a setting or a message may ask for as an extension. */
export const RECEIPT_EXTENSION = /^\.[A-Za-z0-9]{1,16}$/;

export function isSuccessPrefix(prefix: string): boolean {
  return /^succ[a-z]*_$/i.test(prefix);
}

export interface ReceiptName {
  readonly prefix: NamePrefix;
  /** The document's name without extension, or the receipt's key. */
  readonly subject: string;
  /** As written, 14..26 digits; what follows the first 14 only breaks ties. */
  readonly stamp: string;
  /** Epoch ms; null when the digits are not a date. */
  readonly stampMs: number | null;
  /** Without the dot, in lower case. */
  readonly extension: string;
}

/** Greedy in the middle: names of documents contain underscores and time stamps themselves [domain rule]. Other agents' unfinished files end in .tmp or .temp. */
const NAME = /^(succ[a-z]*|failed|receipt)_(.+)_(\d{14,26})\.(?!te?mp$)([a-z0-9]{1,16})$/is;

/** Null when the file is not named like a receipt. Never throws. */
export function parseReceiptName(fileName: string): ReceiptName | null {
  const match = NAME.exec(fileName);
  if (match === null) return null;
  const [, prefix = '', subject = '', stamp = '', extension = ''] = match;
  return {
    prefix: prefixOf(prefix),
    subject,
    stamp,
    stampMs: parseStamp(stamp),
    extension: extension.toLowerCase(),
  };
}

/** `<prefix>_<subject>_<time stamp in China time><extension>`, at most 255 bytes of UTF-8, safe on every file system. */
export function formatReceiptName(
  prefix: NamePrefix,
  subject: string,
  stampMs: number,
  style: ReceiptNameStyle = DEFAULT_NAME_STYLE,
): string {
  const head = PREFIX_TEXT[prefix] ?? style.successPrefix;
  const digits = Math.min(STAMP_DIGITS_MAX, Math.max(STAMP_DIGITS_MIN, style.stampDigits));
  const tail = `_${formatStamp(stampMs, digits)}${style.extension}`;
  return head + receiptSubject(subject, NAME_BYTES_MAX - head.length - tail.length) + tail;
}

const PREFIX_TEXT: Readonly<Record<NamePrefix, string | null>> = {
  successed: null,
  failed: 'Failed_',
  receipt: 'Receipt_',
};

/**
 * What a send result or receipt is called. A send result that says nothing of success is not called a success. A refusal by the
 * exchange platform itself is the last that is heard of a document, so it is called what its sender waits for [inferred].
 */
export function namePrefixOf(kind: ReceiptKind, isSuccess: boolean | null): NamePrefix {
  if (kind === 'platform-response' && isSuccess === false) return 'failed';
  if (kind !== 'send-result') return 'receipt';
  return isSuccess === true ? 'successed' : 'failed';
}

/**
 * The name of a document in OutBox without its extension, as the names of its send results have it. Another file keeps its
 * extension there: `E1.PDF` beside `E1.xml` must not have the same answers.
 */
export function documentBaseName(fileName: string): string {
  return fileName.replace(/\.(?:xml|zip)$/i, '');
}

/** Leaves room for every prefix, time stamp and extension. */
const SUBJECT_BYTES_MAX = NAME_BYTES_MAX - 40;

/**
 * A part of a file name out of text from outside: no path, no control characters, nothing that a file system forbids, no half
 * character. What is too long is cut and gets a short hash, so that two long names stay two names.
 */
export function receiptSubject(text: string, bytesMax: number = SUBJECT_BYTES_MAX): string {
  const safe = text
    .replace(/\p{Surrogate}/gu, '_')
    .replace(FORBIDDEN, '_')
    .trim();
  if (safe === '') return 'unknown';
  return fitToBytes(safe, bytesMax);
}

/** Forbidden on Windows, separators everywhere, control characters, and what turns the direction of writing. */
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

function prefixOf(text: string): NamePrefix {
  const lower = text.toLowerCase();
  if (lower === 'failed' || lower === 'receipt') return lower;
  return 'successed';
}
