import { isAttachment } from '../domain/businesses/attachments.js';
import type { Problem } from '../domain/problem.js';
import type { RuleLevel } from '../domain/rules/rule-names.js';
import { type FileVerdict, type InspectTools, inspectXml, judge, type Verdict, type XmlVerdict } from './inspect.js';
import { inspectAttachment } from './inspect-attachment.js';
import type { CompiledProfile } from './inspect-profile.js';
import { inspectUntouched, isOfUnknownFormat } from './inspect-untouched.js';
import { readZip, type ZipContent } from './zip.js';
import { matchProblems } from './zip-match.js';
import { isZip, isZipStart } from './zip-names.js';
import { zipProblem } from './zip-problems.js';

/**
 * Checks the bytes of a file from an OutBox: an XML, or a ZIP with one XML in it; by its extension a file that is neither. A promise
 * only for a ZIP.
 */
export function inspectFile(
  name: string,
  bytes: Uint8Array,
  profile: CompiledProfile,
  tools: InspectTools,
): FileVerdict | Promise<FileVerdict> {
  if (isAttachment(name, profile.definition)) return inspectAttachment(bytes, profile, tools.limits);
  const isNamedZip = name.toLowerCase().endsWith('.zip');
  if (!isNamedZip && !isZip(bytes)) return { send: bytes, ...inspectPlain(bytes, profile, tools) };
  if (!isZip(bytes) && !isZipStart(bytes)) {
    // Where the format is not public, a name says nothing about what is in the file.
    if (isOfUnknownFormat(profile)) return untouched(bytes);
    return refuse(bytes, 'document.zip-invalid', [zipProblem('zip.not-a-zip', '', '')]);
  }
  return inspectZip(name, bytes, profile, tools);
}

/** Nearly all documents are proven on their bytes; what is not, and whatever is wrong, is the full reader's. */
function inspectPlain(bytes: Uint8Array, profile: CompiledProfile, tools: InspectTools): Verdict {
  const proven = profile.prover?.prove(bytes, tools.limits) ?? null;
  if (proven !== null) return { outcome: 'accepted', code: null, detail: {}, problems: [], ...proven };
  const read = inspectXml(bytes, profile, tools);
  if (read.outcome === 'to-be-judged') return withoutOutline(read);
  if (!read.isRead && isOfUnknownFormat(profile))
    return withoutOutline(inspectUntouched(bytes, read, profile, tools.limits));
  const verdict = withoutOutline(read);
  if (verdict.outcome === 'accepted' && verdict.problems.length === 0) profile.prover?.learn(bytes, tools.limits);
  return verdict;
}

async function inspectZip(
  name: string,
  bytes: Uint8Array,
  profile: CompiledProfile,
  tools: InspectTools,
): Promise<FileVerdict> {
  const reading = await readZip(bytes, tools.limits);
  if (reading.outcome === 'incomplete') {
    const code = bytes.length === 0 ? 'document.empty' : reading.code;
    return { ...refuse(bytes, code, reading.problems), outcome: 'incomplete' };
  }
  // The formats of opaque businesses are not public: their archives travel as they are, unless they are dangerous.
  const isUntouched = isOfUnknownFormat(profile);
  if (reading.outcome === 'rejected') {
    const isTolerated = isUntouched && reading.code === 'document.zip-invalid';
    return isTolerated ? untouched(bytes) : refuse(bytes, reading.code, reading.problems);
  }
  const inner = inspectXml(reading.content.xml, profile, tools);
  if (inner.outcome === 'to-be-judged') return { ...withoutOutline(inner), send: bytes };
  // What looks like an XML in there may be none, and nothing says that it has to be.
  if (isUntouched && !inner.isRead) return untouched(bytes);
  const send = profile.zipSends === 'xml' ? reading.content.xml : bytes;
  return { ...judgeContent(name, reading.content, inner, profile), send };
}

/** The verdict on the XML, and on what is beside it. */
function judgeContent(name: string, content: ZipContent, inner: XmlVerdict, profile: CompiledProfile): Verdict {
  const verdict = withoutOutline(inner);
  // Inside a complete archive nothing is unfinished: what ends in the middle was packed so.
  if (inner.outcome === 'incomplete') return { ...verdict, outcome: 'rejected', code: 'document.truncated' };
  if (!inner.isRead) return verdict;
  const matching = profile.zipMatch === 'off' ? [] : matchProblems(name, content, inner.outline);
  const found = [...content.warnings, ...matching.map((problem) => atMost(profile.zipMatch, problem))];
  if (found.length === 0) return verdict;
  const judged = judge([...inner.problems, ...found]);
  return { ...verdict, ...judged, code: inner.code ?? judged.code };
}

/** What one source alone says warns, whatever is set. */
function atMost(level: RuleLevel, problem: Problem): Problem {
  return problem.level === 'warn' || level !== 'warn' ? problem : { ...problem, level: 'warn' };
}

function withoutOutline(verdict: Verdict): Verdict {
  const { outcome, code, detail, root, namespace, messageType, keys, problems, judgedAs } = verdict;
  const bare = { outcome, code, detail, root, namespace, messageType, keys, problems };
  return judgedAs === undefined ? bare : { ...bare, judgedAs };
}

function refuse(bytes: Uint8Array, code: NonNullable<Verdict['code']>, problems: readonly Problem[]): FileVerdict {
  const detail = { problems: problems.length, zh: problems[0]?.zh ?? '', en: problems[0]?.en ?? '' };
  return {
    outcome: 'rejected',
    code,
    detail,
    root: '',
    namespace: '',
    messageType: null,
    keys: [],
    problems,
    send: bytes,
  };
}

function untouched(bytes: Uint8Array): FileVerdict {
  return {
    outcome: 'accepted',
    code: null,
    detail: {},
    root: '',
    namespace: '',
    messageType: null,
    keys: [],
    problems: [],
    send: bytes,
  };
}
