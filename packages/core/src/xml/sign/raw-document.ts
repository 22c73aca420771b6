import assert from 'node:assert/strict';
import { decodeXml } from '../encoding.js';
import { DEFAULT_LIMITS } from '../limits.js';
import { scanXml } from '../scan.js';
import type { ScannedNode } from '../scanned.js';
import { endOfName, endOfTag, SLASH } from '../tokens.js';

/**
 * A document whose markup can be edited without touching anything else, in the encoding in which it was written. `text` is not
 * for people: in UTF-8 and GB18030 each of its characters is one byte, since all markup is ASCII there and no byte of a longer
 * character looks like it; in UTF-16 it is the text itself. So what is not edited stays byte for byte as it was.
 */
export interface RawDocument {
  readonly text: string;
  readonly nodes: readonly ScannedNode[];
  /** The document with another text. */
  withText(text: string): RawDocument;
  toBytes(): Uint8Array;
  /** A piece of `text` as the bytes it is made of. */
  bytesOf(piece: string): Uint8Array;
  /** The same piece as UTF-16 text, for people or another encoding. */
  decode(piece: string): string;
}

type Packing = Pick<RawDocument, 'bytesOf' | 'decode'> & { unpack(bytes: Uint8Array): string };

/** Null for bytes that are no readable XML; the caller has had them inspected before. */
export function readRawDocument(bytes: Uint8Array): RawDocument | null {
  const decoded = decodeXml(bytes);
  if (decoded.kind !== 'decoded' || decoded.isCut) return null;
  const packing = packingOf(decoded.encoding);
  const text = packing.unpack(bytes.subarray(decoded.markBytes));
  const { end, outline } = scanXml(text, DEFAULT_LIMITS);
  if (end.kind !== 'complete') return null;
  return createRaw({ packing, mark: bytes.slice(0, decoded.markBytes) }, text, outline.nodes);
}

interface Frame {
  readonly packing: Packing;
  readonly mark: Uint8Array;
}

/** `known` null = scanned when a caller asks where something is: the last edit of a document is only written out. */
function createRaw(frame: Frame, text: string, known: readonly ScannedNode[] | null): RawDocument {
  const { bytesOf, decode } = frame.packing;
  let nodes = known;
  return {
    text,
    get nodes() {
      nodes ??= scanXml(text, DEFAULT_LIMITS).outline.nodes;
      return nodes;
    },
    withText: (next) => createRaw(frame, next, null),
    toBytes: () => Buffer.concat([frame.mark, bytesOf(text)]),
    bytesOf,
    decode,
  };
}

/** The first element whose path ends with `path`; undefined = there is none. */
export function findElement(document: RawDocument, path: string): ScannedNode | undefined {
  const suffix = `/${path}`;
  return document.nodes.find((node) => node.path.endsWith(suffix) || node.path === path);
}

/** Where an element is: from its `<` to behind its last `>`, and what is between its tags. */
export interface ElementRange {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Null = written as one empty tag. */
  readonly inner: { readonly start: number; readonly end: number } | null;
}

export function rangeOf({ text }: RawDocument, node: ScannedNode): ElementRange {
  const start = node.at;
  const name = text.slice(start + 1, endOfName(text, start + 1));
  const close = endOfTag(text, start + 1 + name.length);
  if (text.charCodeAt(close - 1) === SLASH) return { name, start, end: close + 1, inner: null };
  const innerEnd = endTagOf(text, name, close + 1);
  return { name, start, end: text.indexOf('>', innerEnd) + 1, inner: { start: close + 1, end: innerEnd } };
}

const TAGS = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s<>/]+)(?:[^<>"']|"[^"]*"|'[^']*')*>/g;

/** Offset of the end tag that belongs to an element whose content begins at `from`. */
function endTagOf(text: string, name: string, from: number): number {
  let depth = 1;
  TAGS.lastIndex = from;
  for (let match = TAGS.exec(text); match !== null; match = TAGS.exec(text)) {
    if (match[2] !== name || match[0].endsWith('/>')) continue;
    depth += match[1] === '/' ? -1 : 1;
    if (depth === 0) return match.index;
  }
  assert.fail('a scanned document has an end tag for each element');
}

function packingOf(encoding: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'): Packing {
  if (encoding === 'utf-8' || encoding === 'gb18030') {
    const bytesOf = (piece: string): Uint8Array => Buffer.from(piece, 'latin1');
    return {
      unpack: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'),
      bytesOf,
      decode: (piece) => new TextDecoder(encoding, { ignoreBOM: true }).decode(bytesOf(piece)),
    };
  }
  const isBig = encoding === 'utf-16be';
  const turned = (bytes: Buffer): Buffer => (isBig ? bytes.swap16() : bytes);
  return {
    unpack: (bytes) => turned(Buffer.from(bytes)).toString('utf16le'),
    bytesOf: (piece) => turned(Buffer.from(piece, 'utf16le')),
    decode: (piece) => piece,
  };
}
