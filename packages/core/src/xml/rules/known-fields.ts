import type { BusinessDefinition } from '../../domain/businesses/definition.js';
import type { Certainty } from '../../domain/rules/rule-names.js';
import { documentKindOf } from './document-kinds.js';
import type { FieldRule } from './field-rule.js';

/** A field that is checked in documents of a business. */
export interface KnownField {
  /** Local names from the root. */
  readonly path: string;
  readonly rule: FieldRule;
}

/** Every field that the checks of a business know; empty where its documents are not looked into. */
export function knownFields({ roots }: BusinessDefinition): readonly KnownField[] {
  return roots.flatMap(({ name }) => {
    const kind = documentKindOf(name);
    if (kind === null) return [];
    return kind
      .rules(name)
      .sections.flatMap((section) => section.fields.map((rule) => ({ path: `${section.path}/${rule.name}`, rule })));
  });
}

/** How many fields of a business are refused, or only warned about, when they look otherwise: by who says what they look like. */
export function countByCertainty(business: BusinessDefinition): Readonly<Record<Certainty, number>> {
  const counts = { official: 0, several: 0, one: 0 };
  for (const { rule } of knownFields(business)) counts[rule.certainty] += 1;
  return counts;
}
