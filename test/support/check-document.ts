import type { BusinessDefinition } from '../../packages/core/src/domain/businesses/definition.js';
import { findBusiness } from '../../packages/core/src/domain/businesses/registry.js';
import type { Problem } from '../../packages/core/src/domain/problem.js';
import type { DocumentOutline } from '../../packages/core/src/domain/receipts/outline.js';
import { ruleLevels } from '../../packages/core/src/domain/rules/rule-names.js';
import { type CheckOptions, createDocumentChecker } from '../../packages/core/src/xml/rules/check-document.js';
import { exampleBytes, outlineOf } from './example-files.js';

/** Throws where the registry has no such business. */
export function businessOf(key: string): BusinessDefinition {
  const business = findBusiness(key);
  if (business === null) throw new TypeError(`no business ${key}`);
  return business;
}

/** The built-in checks of a business with its default levels, lengths in characters and its usual signer. */
export function check(key: string, outline: DocumentOutline, changes: Partial<CheckOptions> = {}): readonly Problem[] {
  const business = businessOf(key);
  const defaults: CheckOptions = { levels: ruleLevels(key), lengthUnit: 'characters', signing: business.signing };
  return createDocumentChecker(business, { ...defaults, ...changes })(outline);
}

export function readText(xml: string): DocumentOutline {
  return outlineOf(Buffer.from(xml));
}

export function exampleText(path: string): string {
  return exampleBytes(path).toString('utf8');
}
