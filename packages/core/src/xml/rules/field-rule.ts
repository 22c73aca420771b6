import { ok } from 'node:assert/strict';
import type { Certainty, Phase, RuleName } from '../../domain/rules/rule-names.js';

/**
 * Must the field be filled? `Y` yes, `-` no, `Y?Other` only where the sibling `Other` is filled, `Y?Other=1` only where it is 1,
 * `!` always and in every case: without it the document has no sense (a missing one counts as broken structure). The values
 * with a slash are the source's own; read as 暂存/申报 [inferred].
 */
export type Need = 'Y' | '-' | '!' | 'Y/Y' | '-/Y' | '-/-' | `Y?${string}`;

/**
 * One line of a field table: element, Chinese name, type, needed for a draft (暂存), needed to declare (申报), note, allowed
 * values separated by blanks.
 *
 * Types: `S10` text of at most 10 · `S=18` text of exactly 18 · `I9` digits, at most 9 · `I=4` exactly 4 digits ·
 * `N19.5` number of at most 19 digits, 5 of them decimals · `N>0` number above 0 · `N>0.4` and at most 4 decimals ·
 * `D8` date of 8 digits · `T16` date and time of 16 digits · `B` base64. Without a number the length is not known.
 */
export type FieldRow = readonly [
  name: string,
  nameZh: string,
  type: string,
  draft: Need,
  declare: Need,
  note?: string,
  values?: string,
];

export type FieldKind = 'text' | 'digits' | 'number' | 'date' | 'binary';

/** Where a field is needed only because of another field of the same section. */
export interface NeedCondition {
  readonly field: string;
  /** Null = any text. */
  readonly value: string | null;
}

/** A field as the checks use it. */
export interface FieldRule {
  readonly name: string;
  readonly nameZh: string;
  readonly note: string;
  readonly kind: FieldKind;
  /** 0 = any. */
  readonly lengthMin: number;
  /** Infinity = not known. For numbers: digits in all. */
  readonly lengthMax: number;
  /** For numbers: decimals; Infinity = not known. */
  readonly scaleMax: number;
  readonly isPositive: boolean;
  /** The rule that an empty field breaks, by phase; null = it may be empty. */
  readonly missing: Readonly<Record<Phase, RuleName | null>>;
  /** Only where this holds does an empty field break `missing.declare`; null = always. */
  readonly condition: NeedCondition | null;
  readonly values: ReadonlySet<string> | null;
  /** Who says its length, form and values, and that it comes once. */
  readonly certainty: Certainty;
  /** Who says that it must be filled. */
  readonly needCertainty: Certainty;
  /** Filled by the signer just before sending: never missed in a document that is going to be signed. */
  readonly isFilledBySigner: boolean;
  /** Where the rule differs from the table: why; '' = it does not. For the documentation. */
  readonly reason: string;
}

const TYPE = /^([SINDTB])(=)?(>0)?(\d+)?(?:\.(\d+))?$/;

const KINDS: Readonly<Record<string, FieldKind>> = {
  S: 'text',
  I: 'digits',
  N: 'number',
  D: 'date',
  T: 'date',
  B: 'binary',
};

/** Turns a row into a rule; a row that is not of the documented form is a defect of the table and throws. */
export function fieldRule(row: FieldRow): FieldRule {
  const [name, nameZh, type, draft, declare, note = '', values = ''] = row;
  const match = TYPE.exec(type);
  const kind = KINDS[type.slice(0, 1)];
  ok(match !== null && kind !== undefined, `field table: ${name} has the unknown type ${type}`);
  const [, , exact, positive, length, scale] = match;
  return {
    name,
    nameZh,
    note,
    kind,
    lengthMin: exact === undefined ? 0 : Number(length),
    lengthMax: length === undefined ? Number.POSITIVE_INFINITY : Number(length),
    scaleMax: scale === undefined ? Number.POSITIVE_INFINITY : Number(scale),
    isPositive: positive !== undefined,
    missing: missingRules(draft, declare),
    condition: conditionOf(declare),
    values: values === '' ? null : new Set(values.split(' ')),
    certainty: 'one',
    needCertainty: 'one',
    isFilledBySigner: false,
    reason: '',
  };
}

export function fieldRules(rows: readonly FieldRow[]): readonly FieldRule[] {
  return rows.map(fieldRule);
}

/**
 * What a draft needs is asked of a declaration too, but only ever as a draft's rule; the same for the source's values with a
 * slash, since that they mean 暂存/申报 is inferred.
 */
function missingRules(draft: Need, declare: Need): Readonly<Record<Phase, RuleName | null>> {
  if (draft === '!' || declare === '!') return { draft: 'structure.missing', declare: 'structure.missing' };
  const [first, second = first] = draft.split('/');
  const forDraft = first === 'Y' ? 'field.required-draft' : null;
  const forDeclaring = second === 'Y' ? 'field.required-draft' : forDraft;
  return { draft: forDraft, declare: declare.startsWith('Y') ? 'field.required-declare' : forDeclaring };
}

function conditionOf(need: Need): NeedCondition | null {
  if (!need.startsWith('Y?')) return null;
  const [field = '', value = null] = need.slice(2).split('=');
  return { field, value };
}
