import { decodeTolerantly } from './encoding.js';
import type { Verdict, XmlVerdict } from './inspect.js';
import type { CompiledProfile } from './inspect-profile.js';
import type { InspectLimits } from './limits.js';
import { scanXml } from './scan.js';

/** Is nothing known of what the documents of this business are? Then nothing says that a file named `.xml` has to be XML in UTF-8. */
export function isOfUnknownFormat({ definition }: CompiledProfile): boolean {
  return definition.isOpaque && definition.roots.length === 0;
}

/**
 * The verdict on an `.xml` of unknown format that was not read to its end. It travels untouched, in any encoding and whatever it is,
 * with the reason as a warning; only an XML that ends in the middle, a part that is not written and a limit stay what they are.
 */
export function inspectUntouched(
  bytes: Uint8Array,
  verdict: XmlVerdict,
  { readKeys, readMessageType }: CompiledProfile,
  limits: InspectLimits,
): Verdict {
  const isEncoding = verdict.code === 'document.encoding';
  if (!isEncoding && !TOLERATED.has(verdict.code ?? '')) return verdict;
  const text = decodeTolerantly(bytes)?.text ?? null;
  const isMarkup = text !== null && /^\ufeff?\s*(?:<|$)/.test(text.slice(0, HEAD_LENGTH));
  // No XML at all: like any other file beside documents.
  if (!isMarkup) return verdict.problems.some(isUnwritten) ? verdict : { ...ACCEPTED, problems: [] };
  if (verdict.code === 'document.incomplete') return verdict;
  const { end, outline } = scanXml(text, limits);
  if (isEncoding && end.kind === 'unfinished')
    return { ...verdict, outcome: 'incomplete', code: 'document.incomplete' };
  const problems = verdict.problems.map((problem) => ({ ...problem, level: 'warn' }) as const);
  if (end.kind !== 'complete') return { ...ACCEPTED, problems };
  const { root, namespace, texts } = outline;
  return { ...ACCEPTED, root, namespace, messageType: readMessageType(texts), keys: readKeys(texts), problems };
}

const TOLERATED: ReadonlySet<string> = new Set(['document.incomplete', 'document.not-well-formed']);

/** Blanks before the first tag are few. */
const HEAD_LENGTH = 1_000;

const isUnwritten = ({ rule }: Verdict['problems'][number]): boolean => rule === 'xml.unwritten';

const ACCEPTED = {
  outcome: 'accepted',
  code: null,
  detail: {},
  root: '',
  namespace: '',
  messageType: null,
  keys: [],
} as const;
