import { decodeTolerantly } from './encoding.js';
import { scanXml } from './scan.js';
import type { ScannedOutline } from './scanned.js';

/** What may follow a PDF: this many bytes with an XML in them, filled up with blanks or NULs [1 source]. */
export const TRAILER_BYTES = 2_048;

const LIMITS = { depthMax: 16, elementsMax: 200 } as const;

/** Where an XML begins that is such a trailer, whatever is before it in the last bytes of the file. */
const START = /<\?xml[\s\S]*|<(?:[\w.-]+:)?DataInfo[\s/>][\s\S]*/;

/** The DataInfo (USF001) behind a PDF; null where there is none that can be read. The file itself is never changed by that. */
export function readTrailer(bytes: Uint8Array): ScannedOutline | null {
  const tail = bytes.subarray(Math.max(0, bytes.length - TRAILER_BYTES));
  // Found as bytes first: what is before it is part of the PDF and no text.
  const at = START.exec(Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength).toString('latin1'))?.index;
  if (at === undefined) return null;
  const decoded = decodeTolerantly(tail.subarray(at, tail.lastIndexOf(END) + 1));
  if (decoded === null) return null;
  const { end, outline } = scanXml(decoded.text, LIMITS);
  return end.kind === 'complete' && outline.root === 'DataInfo' ? outline : null;
}

/** `>`: what fills up the trailer comes behind the last one. */
const END = 0x3e;
