import type { XmlText } from '../../domain/receipts/outline.js';
import type { InspectLimits } from '../limits.js';
import { scanXml } from '../scan.js';

/** Everything before the first child of the root. */
export interface Opening {
  readonly bytes: Buffer;
  /** The opening without the values of its plain attributes: openings that differ only in these are equally well-formed. */
  readonly kind: string;
  readonly root: string;
  readonly namespace: string;
  /** Of the root. */
  readonly attributes: readonly XmlText[];
}

/** No opening of the trade is longer. */
const OPENING_BYTES_MAX = 2048;

/**
 * An optional mark, a declaration that says UTF-8 or nothing, and a root without a prefix. What the reader does with anything else,
 * a comment before the root for instance, it does not need to be asked here.
 */
const OPENING =
  /^(?:\u00ef\u00bb\u00bf)?(?:<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")?(?: standalone="(?:yes|no)")? ?\?>)?\s*<([A-Za-z_][A-Za-z0-9_.-]*)(?:\s+[A-Za-z_][A-Za-z0-9_.:-]*="[^"<>&\u0000-\u001f\u007f-\u00ff]*")*\s*>/;

/** Values of one line without anything that XML or a rule of it gives a meaning; names with a prefix and `xmlns` keep theirs. */
const PLAIN_VALUE = /(\s(?!xmlns=)[A-Za-z_][A-Za-z0-9_.-]*=")[A-Za-z0-9_./-]*"/g;

/** The opening of a document; null where it is not of the usual form. */
export function readOpening(bytes: Buffer, limits: InspectLimits): Opening | null {
  const start = bytes.toString('latin1', 0, Math.min(bytes.length, OPENING_BYTES_MAX));
  const match = OPENING.exec(start);
  const name = match?.[1];
  if (match === null || name === undefined) return null;
  const markBytes = bytes[0] === 0xef ? 3 : 0;
  const opening = match[0];
  // The reader's own scanner says what is in it.
  const { outline } = scanXml(`${opening.slice(markBytes)}</${name}>`, limits);
  return {
    bytes: Buffer.from(bytes.subarray(0, opening.length)),
    kind: opening.replace(PLAIN_VALUE, '$1"'),
    root: outline.root,
    namespace: outline.namespace,
    attributes: outline.texts.filter(({ path }) => path.startsWith(`${outline.root}/@`)),
  };
}
