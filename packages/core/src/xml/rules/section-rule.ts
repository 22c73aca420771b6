import { ok } from 'node:assert/strict';
import type { Certainty, RuleName } from '../../domain/rules/rule-names.js';
import { type FieldRow, type FieldRule, fieldRules } from './field-rule.js';

/** An element with fields of its own. */
export interface SectionRule {
  /** Local names from the root. */
  readonly path: string;
  readonly nameZh: string;
  readonly fields: readonly FieldRule[];
  /** May occur more than once in its parent. */
  readonly isRepeated: boolean;
  /** May hold elements that the table does not name: they and all below them are not looked at. */
  readonly isOpen: boolean;
  /** Its fields have to come in the order of the table. */
  readonly isOrdered: boolean;
  /** The rule that is broken when the section is not there, by phase; null = it may be missing. */
  readonly missing: { readonly draft: RuleName | null; readonly declare: RuleName | null };
  /** Who says that it is there, how often, and in which order its fields come. */
  readonly certainty: Certainty;
  /** Asked for only where its parent section is there; '' = always. */
  readonly parent: string;
}

/** All sections of one kind of document. */
export interface RuleTable {
  readonly sections: readonly SectionRule[];
}

type Flag = 'repeated' | 'open' | 'ordered' | 'needed' | 'needed-to-declare';

/** A section in one line. `needed`: a document without it is broken; `needed-to-declare`: only a declaration is. */
export function section(
  path: string,
  nameZh: string,
  rows: readonly FieldRow[],
  ...flags: readonly Flag[]
): SectionRule {
  return {
    path,
    nameZh,
    fields: fieldRules(rows),
    isRepeated: flags.includes('repeated'),
    isOpen: flags.includes('open'),
    isOrdered: flags.includes('ordered'),
    missing: missingOf(flags),
    certainty: 'one',
    parent: path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '',
  };
}

function missingOf(flags: readonly Flag[]): SectionRule['missing'] {
  if (flags.includes('needed')) return { draft: 'structure.missing', declare: 'structure.missing' };
  if (flags.includes('needed-to-declare')) return { draft: 'field.required-draft', declare: 'structure.missing' };
  return { draft: null, declare: null };
}

/** Who says what of a table: how its sections lie, what its fields look like, and which of them must be filled. */
export interface Sources {
  readonly sections: Certainty;
  readonly fields: Certainty;
  readonly needs: Certainty;
}

/** A table has one source for all of it; exceptions name what others confirm. */
export function sourced(sources: Sources, sections: readonly SectionRule[]): readonly SectionRule[] {
  const { sections: certainty, fields, needs } = sources;
  return sections.map((rule) => ({
    ...rule,
    certainty,
    fields: rule.fields.map((field) => ({ ...field, certainty: fields, needCertainty: needs })),
  }));
}

/** Where the table is known to ask too much or too little; the table itself stays as its source has it. */
export interface FieldException {
  readonly section: string;
  readonly field: string;
  readonly change: Partial<FieldRule>;
  /** Why, for the documentation. */
  readonly reason: string;
}

/** Throws when an exception names a field that is not in the table: then one of the two is wrong. */
export function withExceptions(
  sections: readonly SectionRule[],
  exceptions: readonly FieldException[],
): readonly SectionRule[] {
  for (const { section: path, field } of exceptions) {
    const target = sections.find((rule) => rule.path === path);
    ok(target?.fields.some((rule) => rule.name === field) === true, `field table: no field ${path}/${field}`);
  }
  return sections.map((rule) => ({
    ...rule,
    fields: rule.fields.map((field) => {
      const exception = exceptions.find((item) => item.section === rule.path && item.field === field.name);
      return exception === undefined ? field : { ...field, ...exception.change, reason: exception.reason };
    }),
  }));
}
