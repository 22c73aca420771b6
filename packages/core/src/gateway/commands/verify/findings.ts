import { VERIFY_KINDS, type VerifyBreak, type VerifyKind } from '../../../contract/verify.js';
import type { DocumentRecord } from '../../../domain/document.js';
import type { BoxSurvey, SurveyedFile } from '../../../ports/boxes.js';

/** What is beyond is counted. */
const LISTED_MAX = 1_000;

/** A move that brings a file back, and the content that proves whose it is. */
export interface Repair {
  readonly survey: BoxSurvey;
  readonly from: SurveyedFile;
  readonly to: SurveyedFile;
  readonly sha256: string;
}

export interface Finding {
  readonly at: VerifyBreak;
  readonly repair: Repair | null;
}

type Facts = Pick<VerifyBreak, 'document' | 'business' | 'name' | 'stage' | 'expected' | 'found'>;

export function finding(kind: VerifyKind, facts: Facts, repair: Repair | null = null): Finding {
  const { severity, advice } = VERIFY_KINDS[kind];
  return { at: { kind, severity, ...facts, repair: repair === null ? null : 'possible', advice }, repair };
}

export function ofDocument({ id, business, name, stage }: DocumentRecord): Omit<Facts, 'expected' | 'found'> {
  return { document: id, business, name, stage };
}

/** One entry per document, and only as many as a person reads. */
export class Findings {
  readonly #listed = new Map<string, Finding>();
  #notes = 0;
  unlisted = 0;

  add(one: Finding): void {
    const key = keyOf(one.at);
    const before = this.#listed.get(key);
    if (before !== undefined) {
      this.#listed.set(key, joined(before, one));
      return;
    }
    const isNote = one.at.severity === 'note';
    const listed = isNote ? this.#notes : this.#listed.size - this.#notes;
    if (listed >= LISTED_MAX) {
      this.unlisted += 1;
      return;
    }
    if (isNote) this.#notes += 1;
    this.#listed.set(key, one);
  }

  all(): readonly Finding[] {
    return [...this.#listed.values()];
  }
}

/** Files of one document are told together; others each for itself. */
function keyOf({ document, stage, kind, found }: VerifyBreak): string {
  return stage === 'none' || document === '' ? `${kind} ${document} ${found.join(' ')}` : document;
}

/** What was said first stays, being of the document's own place; but its file that was missing is found, and a break is no note. */
function joined(before: Finding, later: Finding): Finding {
  const found = [...new Set([...before.at.found, ...later.at.found])];
  const isFound = before.at.kind === 'missing' && later.at.kind === 'misplaced';
  const isGraver = before.at.severity === 'note' && later.at.severity === 'break';
  const main = isFound || isGraver ? later : before;
  return { at: { ...main.at, found }, repair: main.repair };
}
