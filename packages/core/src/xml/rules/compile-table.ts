import type { Phase, RuleName } from '../../domain/rules/rule-names.js';
import type { FieldRule } from './field-rule.js';
import type { RuleTable, SectionRule } from './section-rule.js';

/** A section made ready: what is asked of every occurrence is listed once, by phase. */
export interface CompiledSection {
  readonly rule: SectionRule;
  /** Position in the table. */
  readonly index: number;
  /** Position of the nearest section around it; -1 = none. */
  readonly parentIndex: number;
  /** Fields that may not be empty, with the rule that is broken; by phase. */
  readonly needed: Readonly<Record<Phase, readonly NeededField[]>>;
}

export interface NeededField {
  readonly field: FieldRule;
  /** Position of the field in its section. */
  readonly index: number;
  readonly rule: RuleName;
  /** Position of the sibling the need depends on; -1 = it does not. */
  readonly conditionIndex: number;
}

/** What a path means. */
export type PathEntry =
  | {
      readonly kind: 'field';
      readonly section: CompiledSection;
      readonly field: FieldRule;
      readonly index: number;
      /** The signer writes its own text over what is there, whatever that looks like. */
      readonly isReplaced: boolean;
    }
  | { readonly kind: 'section'; readonly section: CompiledSection }
  | { readonly kind: 'container' };

export interface CompiledTable {
  readonly sections: readonly CompiledSection[];
  readonly paths: ReadonlyMap<string, PathEntry>;
  /** Paths of sections below which anything is allowed. */
  readonly open: ReadonlySet<string>;
}

/**
 * One map from path to meaning, so that checking costs one look-up per element whatever the size of the tables. `isSigned` says
 * that a signer fills its fields before sending, so that they are not missed.
 */
export function compileTable(table: RuleTable, isSigned: boolean): CompiledTable {
  const sections = table.sections.map((rule, index) => compileSection(table, rule, index, isSigned));
  const paths = new Map<string, PathEntry>();
  for (const section of sections) {
    for (const ancestor of ancestorsOf(section.rule.path)) {
      if (!paths.has(ancestor)) paths.set(ancestor, { kind: 'container' });
    }
  }
  for (const section of sections) {
    paths.set(section.rule.path, { kind: 'section', section });
    section.rule.fields.forEach((field, index) => {
      const isReplaced = isSigned && field.isFilledBySigner;
      paths.set(`${section.rule.path}/${field.name}`, { kind: 'field', section, field, index, isReplaced });
    });
  }
  const open = new Set(table.sections.filter((rule) => rule.isOpen).map((rule) => rule.path));
  return { sections, paths, open };
}

function compileSection(table: RuleTable, rule: SectionRule, index: number, isSigned: boolean): CompiledSection {
  const neededIn = (phase: Phase): readonly NeededField[] =>
    rule.fields.flatMap((field, position) => {
      const broken = field.missing[phase];
      if (broken === null || (isSigned && field.isFilledBySigner)) return [];
      const { condition } = field;
      const conditionIndex = condition === null ? -1 : rule.fields.findIndex((other) => other.name === condition.field);
      // An unsigned declaration is told, but not refused, for want of what only a signer can fill.
      return [
        { field, index: position, rule: field.isFilledBySigner ? 'field.required-draft' : broken, conditionIndex },
      ];
    });
  return {
    rule,
    index,
    parentIndex: parentIndexOf(table, rule.path),
    needed: { draft: neededIn('draft'), declare: neededIn('declare') },
  };
}

function parentIndexOf(table: RuleTable, path: string): number {
  const ancestors = ancestorsOf(path);
  return table.sections.reduce((nearest, rule, index) => {
    if (!ancestors.includes(rule.path)) return nearest;
    return nearest < 0 || rule.path.length > (table.sections[nearest]?.path.length ?? 0) ? index : nearest;
  }, -1);
}

function ancestorsOf(path: string): readonly string[] {
  const names = path.split('/');
  return names.slice(0, -1).map((_, index) => names.slice(0, index + 1).join('/'));
}
