import type { BusinessDefinition } from '../../domain/businesses/definition.js';
import { knownSections } from './known-fields.js';

/** The Chinese names of the fields and parts of a business's documents, by their path of local names. */
export function fieldNames(business: BusinessDefinition): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { path, nameZh, fields } of knownSections(business)) {
    names.set(path, nameZh);
    for (const field of fields) names.set(`${path}/${field.name}`, field.nameZh);
  }
  return names;
}
