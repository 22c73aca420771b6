import type { FaultDetail } from '../contract/fault.js';
import type { FaultCode } from '../contract/fault-table.js';
import type { CorrelationKey } from '../domain/document.js';
import type { Problem } from '../domain/problem.js';
import type { CompiledProfile } from './inspect-profile.js';
import type { JudgedAs, Judgement } from './judged-apart.js';
import type { InspectLimits } from './limits.js';
import { type DocumentUse, type Judge, readXml } from './read.js';
import type { ScannedOutline } from './scanned.js';
import type { SchemaCache, SchemaError, SchemaRule } from './schema.js';
import { schemaProblems } from './schema-problems.js';
import { judgeXml } from './well-formed.js';

/** What the checks say about bytes, whatever read them. */
export interface Verdict {
  readonly outcome: 'accepted' | 'incomplete' | 'rejected' | 'to-be-judged';
  /** Of what is to be judged apart before there can be a verdict. */
  readonly judgedAs?: JudgedAs;
  /** Null when it is accepted, or not known yet. */
  readonly code: FaultCode | null;
  readonly detail: FaultDetail;
  readonly root: string;
  readonly namespace: string;
  readonly messageType: string | null;
  readonly keys: readonly CorrelationKey[];
  /** Warnings, or every problem when it is rejected. */
  readonly problems: readonly Problem[];
}

/** The verdict on a file, and what of it is to be sent. */
export interface FileVerdict extends Verdict {
  readonly send: Uint8Array;
}

/** What checking needs beside the profile; one per thread. */
export interface InspectTools {
  readonly limits: InspectLimits;
  readonly schemas: SchemaCache;
  /** What libxml2 said of this very document, in another thread; null = it has not been asked. */
  readonly judgement: Judgement | null;
}

/** An accepted or refused XML with what the container's own checks still want to look at. */
export interface XmlVerdict extends Verdict {
  readonly outline: ScannedOutline;
  /** False when it could not be read to its end: then nothing further can be compared with it. */
  readonly isRead: boolean;
}

/** Checks one XML. Throws `config.invalid` when a configured XSD cannot be used: that is not the document's fault. */
export function inspectXml(bytes: Uint8Array, profile: CompiledProfile, tools: InspectTools): XmlVerdict {
  let rule: SchemaRule | null = null;
  let violations: readonly SchemaError[] = tools.judgement?.violations ?? [];
  const word: Judge = (content, use) => {
    if (tools.judgement !== null) return tools.judgement.error;
    if (bytes.length > tools.limits.judgedApartFrom) return 'apart';
    return judgeXml(content, use);
  };
  const use: DocumentUse = ({ root, namespace }) => {
    const found = tools.schemas.find(profile.schemas, root, namespace);
    rule = found;
    if (found === null) return null;
    return (document) => {
      violations = tools.schemas.validate(found, document);
    };
  };
  const reading = readXml(bytes, tools.limits, use, word);
  const facts = factsOf(reading.outline, profile);
  if (reading.outcome === 'read') {
    const schemaFindings = schemaProblems(violations, reading.outline);
    const problems = profile.check(reading.outline);
    return {
      ...facts,
      isRead: true,
      ...judge(schemaFindings.length === 0 ? problems : [...problems, ...schemaFindings]),
    };
  }
  if (reading.outcome === 'to-be-judged') {
    const { encoding, markBytes, isCut } = reading.decoded;
    const judgedAs = { encoding, markBytes, isCut, rule };
    return { ...facts, isRead: false, outcome: 'to-be-judged', judgedAs, code: null, detail: {}, problems: [] };
  }
  const { problem } = reading;
  const detail = { line: problem.line, column: problem.column, problems: 1, zh: problem.zh, en: problem.en };
  return { ...facts, isRead: false, outcome: reading.outcome, code: reading.code, detail, problems: [problem] };
}

function factsOf(
  outline: ScannedOutline,
  profile: CompiledProfile,
): Pick<XmlVerdict, 'outline' | 'root' | 'namespace' | 'messageType' | 'keys'> {
  const { root, namespace, texts } = outline;
  return { outline, root, namespace, messageType: profile.readMessageType(texts), keys: profile.readKeys(texts) };
}

/** The fault that names the kind: the document is the wrong one, breaks its XSD, or breaks rules, in this order. */
export function judge(problems: readonly Problem[]): Pick<Verdict, 'outcome' | 'code' | 'detail' | 'problems'> {
  const first = problems.find(({ level }) => level === 'reject');
  if (first === undefined) return { outcome: 'accepted', code: null, detail: {}, problems };
  const detail = { line: first.line, column: first.column, problems: problems.length, zh: first.zh, en: first.en };
  return { outcome: 'rejected', code: codeOf(problems), detail, problems };
}

function codeOf(problems: readonly Problem[]): FaultCode {
  const broken = new Set(problems.filter(({ level }) => level === 'reject').map(({ rule }) => rule));
  if (broken.has('structure.root')) return 'document.wrong-root';
  if ([...broken].some((rule) => rule.startsWith('zip.'))) return 'document.zip-invalid';
  return broken.has('schema') ? 'document.schema-invalid' : 'document.rules-violated';
}
