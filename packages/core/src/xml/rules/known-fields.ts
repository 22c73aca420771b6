import type { BusinessDefinition } from '../../domain/businesses/definition.js';
import { createNameTest } from '../../domain/receipts/paths.js';
import type { Certainty } from '../../domain/rules/rule-names.js';
import { documentKindOf } from './document-kinds.js';
import type { FieldRule } from './field-rule.js';
import type { SectionRule } from './section-rule.js';

/** A field that is checked in documents of a business. */
export interface KnownField {
  /** Local names from the root. */
  readonly path: string;
  readonly rule: FieldRule;
}

/** Every field that the checks of a business know; empty where its documents are not looked into. */
export function knownFields(business: BusinessDefinition): readonly KnownField[] {
  return knownSections(business).flatMap((section) =>
    section.fields.map((rule) => ({ path: `${section.path}/${rule.name}`, rule })),
  );
}

/** Every part of its documents that the checks of a business know. */
export function knownSections(business: BusinessDefinition): readonly SectionRule[] {
  return knownRoots(business).flatMap((root) => documentKindOf(root)?.rules(root).sections ?? []);
}

/** Roots by name; where a rule has a pattern, those that the answers of the business are about. */
export function knownRoots({ roots, receipts }: BusinessDefinition): readonly string[] {
  const answered = [...new Set(receipts.flatMap(({ answers }) => answers))];
  return roots.flatMap(({ name }) => (name.includes('*') ? answered.filter(createNameTest([name])) : [name]));
}

/** How many fields of a business are refused, or only warned about, when they look otherwise: by who says what they look like. */
export function countByCertainty(business: BusinessDefinition): Readonly<Record<Certainty, number>> {
  const counts = { official: 0, several: 0, one: 0 };
  for (const { rule } of knownFields(business)) counts[rule.certainty] += 1;
  return counts;
}
