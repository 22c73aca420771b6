import type { Problem } from '../../domain/problem.js';
import { type Certainty, levelOf, type RuleLevels, type RuleName } from '../../domain/rules/rule-names.js';
import { type ProblemFacts, problemTexts } from './texts.js';

/** Where in the document. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** A hostile or hopeless document could break a rule in every element; no person reads more than this. */
export const PROBLEMS_MAX = 500;

/** What was found is shown, not archived: a picture in base64 would fill the explanation. */
const FOUND_LENGTH_MAX = 60;

/** Collects problems at the levels of one business; rules that are `off` leave no trace. */
export class ProblemList {
  readonly #levels: RuleLevels;
  readonly #problems: Problem[] = [];

  constructor(levels: RuleLevels) {
    this.#levels = levels;
  }

  get isEmpty(): boolean {
    return this.#problems.length === 0;
  }

  /** In the order of the document. */
  get problems(): readonly Problem[] {
    return this.#problems.toSorted((left, right) => left.line - right.line || left.column - right.column);
  }

  /** `certainty` of what the rule asks here; several sources where nothing is said. */
  add(
    rule: RuleName,
    place: Place,
    {
      certainty = 'several',
      ...facts
    }: Partial<ProblemFacts> & { readonly name: string; readonly certainty?: Certainty },
  ): void {
    const level = levelOf(this.#levels, rule, place.path, certainty);
    if (level === 'off' || this.#problems.length >= PROBLEMS_MAX) return;
    const full: ProblemFacts = { nameZh: '', ordinal: 0, allowed: '', ...facts, found: shorten(facts.found ?? '') };
    this.#problems.push({
      rule,
      level,
      line: place.line,
      column: place.column,
      path: place.path,
      fieldZh: full.nameZh,
      found: full.found,
      allowed: full.allowed,
      ...problemTexts(rule, full),
    });
  }
}

function shorten(text: string): string {
  return text.length <= FOUND_LENGTH_MAX ? text : `${text.slice(0, FOUND_LENGTH_MAX)}…`;
}
