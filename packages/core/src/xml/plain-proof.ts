import type { Scan } from './scanned.js';
import { endOfName } from './tokens.js';

/**
 * Most documents are, behind the start tag of their root, nothing but plain tags and text. Such a text is well-formed when the
 * tags fit together, which the scanner has seen, and when its characters are allowed, which one regular expression says. What
 * comes before, the declaration and the root with its namespaces, is the same in every document of a kind: it is proven by being
 * the very text that libxml2 accepted once. Whatever is not as simple as that is libxml2's to judge (decision 0012).
 */
const openings = new Set<string>();

/** Kinds of documents are few; what is longer or comes beyond is simply parsed. */
const OPENINGS_MAX = 256;
const OPENING_LENGTH_MAX = 4096;

/**
 * What text may not hold (control characters, U+FFFE, U+FFFF, the end of a CDATA section), and what this proof does not go into:
 * references other than the five predefined ones, and characters of two units, of which half of one would be an error.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const DOUBTFUL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]|\]\]>|&(?!(?:lt|gt|amp|quot|apos);)/;

/**
 * A text of this length is not given to libxml2 only to learn its opening: the tree of it takes several times as much memory, which
 * the thread keeps. The opening alone, with an end tag, tells the same.
 */
const OPENING_ALONE_FROM = 1024 * 1024;

/** True = libxml2 would find it well-formed. False says nothing. `judge` is libxml2's word on a small text. */
export function isProven(text: string, scan: Scan, judge: (text: string) => boolean): boolean {
  if (scan.end.kind !== 'complete' || scan.plainFrom === null) return false;
  const opening = text.slice(0, scan.plainFrom);
  const isKnown = openings.has(opening) || (text.length >= OPENING_ALONE_FROM && isOpening(opening, judge));
  return isKnown && !DOUBTFUL.test(text.slice(scan.plainFrom));
}

function isOpening(opening: string, judge: (text: string) => boolean): boolean {
  if (opening.length > OPENING_LENGTH_MAX) return false;
  // In a start tag that libxml2 accepts there is no other `<`.
  const nameStart = opening.lastIndexOf('<') + 1;
  return judge(`${opening}</${opening.slice(nameStart, endOfName(opening, nameStart))}>`);
}

/** To be called for what libxml2 accepted. */
export function rememberOpening(text: string, scan: Scan): void {
  const { plainFrom } = scan;
  if (plainFrom === null || plainFrom > OPENING_LENGTH_MAX || scan.end.kind !== 'complete') return;
  if (openings.size >= OPENINGS_MAX) openings.clear();
  // A slice would keep its whole document in memory.
  openings.add(Buffer.from(text.slice(0, plainFrom), 'utf16le').toString('utf16le'));
}
