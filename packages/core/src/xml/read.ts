import type { XmlDocument } from 'libxml2-wasm';
import type { FaultCode } from '../contract/fault-table.js';
import type { Problem } from '../domain/problem.js';
import { type Decoded, decodeXml } from './encoding.js';
import type { InspectLimits } from './limits.js';
import { isBefore, type Place, placeAt } from './place.js';
import { isProven, rememberOpening } from './plain-proof.js';
import {
  brokenProblem,
  cutProblem,
  depthProblem,
  doctypeProblem,
  elementsProblem,
  emptyProblem,
  encodingProblem,
  sizeProblem,
  unfinishedProblem,
  unwrittenProblem,
} from './reading-problems.js';
import { scanXml } from './scan.js';
import type { Scan, ScannedOutline } from './scanned.js';
import { canContinue } from './unfinished.js';
import { findUnwritten } from './unwritten.js';
import { judgeXml, type ParseError } from './well-formed.js';

/** What is left of a document that could not be read to its end: enough to say what it was. */
const NOTHING: ScannedOutline = { root: '', namespace: '', texts: [], nodes: [], isTruncated: true };

/**
 * - `read`        well-formed and within the limits
 * - `incomplete`  more bytes may still make a document of it: its writer is not done, or was cut off
 * - `rejected`    no further bytes can mend it
 * - `to-be-judged` nothing is known yet: its judge says so
 * The outline holds what was seen.
 */
export type XmlReading =
  | { readonly outcome: 'read'; readonly outline: ScannedOutline; readonly text: string }
  | { readonly outcome: 'to-be-judged'; readonly outline: ScannedOutline; readonly decoded: Decoded }
  | {
      readonly outcome: 'incomplete';
      readonly outline: ScannedOutline;
      readonly code: 'document.incomplete' | 'document.empty';
      readonly problem: Problem;
    }
  | {
      readonly outcome: 'rejected';
      readonly outline: ScannedOutline;
      readonly code: FaultCode;
      readonly problem: Problem;
    };

/** Decides what else is asked of a document once its root is known; null = nothing more than that it is well-formed. */
export type DocumentUse = (outline: ScannedOutline) => TreeUse | null;

type TreeUse = (document: XmlDocument) => void;

/** Who judges a content: libxml2 here and now, or what it said before; 'apart' = it is to be judged first, and then read once more. */
export type Judge = (content: Uint8Array | string, use: TreeUse | null) => ParseError | null | 'apart';

/** Reads one XML document: bytes -> text -> outline, with libxml2 as the judge. `use` gets its tree when it is well-formed. */
export function readXml(
  bytes: Uint8Array,
  limits: InspectLimits,
  use: DocumentUse,
  judge: Judge = judgeXml,
): XmlReading {
  if (bytes.length === 0)
    return { outcome: 'incomplete', outline: NOTHING, code: 'document.empty', problem: emptyProblem() };
  if (bytes.length > limits.documentBytesMax)
    return reject('document.limit-exceeded', sizeProblem(bytes.length, limits.documentBytesMax));
  const unwritten = findUnwritten(bytes);
  if (unwritten >= 0)
    return {
      outcome: 'incomplete',
      outline: NOTHING,
      code: 'document.incomplete',
      problem: unwrittenProblem(unwritten, bytes.length),
    };
  const decoded = decodeXml(bytes);
  if (decoded.kind !== 'decoded') return reject('document.encoding', encodingProblem(decoded));
  const scan = scanXml(decoded.text, limits);
  const limit = judgeLimits(decoded.text, scan, limits);
  if (limit !== null) return limit;
  const error = judgeText({ bytes, decoded, scan }, use(scan.outline), judge);
  if (error === 'apart') return { outcome: 'to-be-judged', outline: scan.outline, decoded };
  if (scan.end.kind === 'complete' && error === null) return finish(decoded, scan);
  return fail(decoded.text, scan, error ?? { ...placeAt(decoded.text, scan.end.at), message: '' });
}

interface Scanned {
  readonly bytes: Uint8Array;
  readonly decoded: Decoded;
  readonly scan: Scan;
}

/** libxml2's word, or the proof that it could say nothing but yes; who wants the tree gets it from libxml2 in any case. */
function judgeText({ bytes, decoded, scan }: Scanned, use: TreeUse | null, judge: Judge): ReturnType<Judge> {
  if (use === null && isProven(decoded.text, scan, (opening) => judgeXml(opening, null) === null)) return null;
  const isAsItLies = decoded.encoding === 'utf-8' && !decoded.isCut;
  const error = judge(isAsItLies ? bytes.subarray(decoded.markBytes) : decoded.text, use);
  if (error === null) rememberOpening(decoded.text, scan);
  return error;
}

/** A document type declaration and the limits come before the parser: neither may cost anything. */
function judgeLimits(text: string, scan: Scan, limits: InspectLimits): XmlReading | null {
  const place = (): Place => placeAt(text, scan.end.at);
  switch (scan.end.kind) {
    case 'doctype':
      return reject('document.dtd-forbidden', doctypeProblem(place()), scan.outline);
    case 'depth':
      return reject('document.limit-exceeded', depthProblem(place(), limits.depthMax), scan.outline);
    case 'elements':
      return reject('document.limit-exceeded', elementsProblem(place(), limits.elementsMax), scan.outline);
    case 'complete':
    case 'unfinished':
    case 'broken':
      return null;
  }
}

function finish(decoded: Decoded, scan: Scan): XmlReading {
  if (!decoded.isCut) return { outcome: 'read', outline: scan.outline, text: decoded.text };
  // The root is closed and half a character follows: nothing that is allowed there would need one.
  return reject(
    'document.encoding',
    cutProblem(placeAt(decoded.text, decoded.text.length), decoded.encoding),
    scan.outline,
  );
}

function fail(text: string, scan: Scan, error: ParseError): XmlReading {
  const unfinished = placeAt(text, scan.end.at);
  // An error at the very beginning of the last token is the end of something before it, unless nothing begins there. Behind
  // the root, where all that may come is a comment, that place is where libxml2 complains about half of one.
  const isWithin = scan.end.at < text.length && scan.openName !== '';
  const isEarlier = isWithin ? !isBefore(unfinished, error) : isBefore(error, unfinished);
  if (scan.end.kind === 'unfinished' && canContinue(text, scan) && !isEarlier) {
    return {
      outcome: 'incomplete',
      outline: scan.outline,
      code: 'document.incomplete',
      problem: unfinishedProblem(placeAt(text, text.length), scan),
    };
  }
  return reject(
    'document.not-well-formed',
    brokenProblem(error, pathAt(scan.outline, error), error.message),
    scan.outline,
  );
}

/** The last element that starts at or before a place: where a person has to look. */
function pathAt(outline: ScannedOutline, place: Place): string {
  return outline.nodes.findLast((node) => !isBefore(place, node))?.path ?? '';
}

function reject(code: FaultCode, problem: Problem, outline: ScannedOutline = NOTHING): XmlReading {
  return { outcome: 'rejected', outline, code, problem };
}
