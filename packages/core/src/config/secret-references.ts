import type { SecretRef } from './secret-schema.js';

export interface SecretReference {
  /** Dotted, as in the configuration. */
  readonly path: string;
  readonly ref: SecretRef;
}

/** Every reference to a secret in a configuration, wherever it is. */
export function findReferences(value: unknown, at: readonly string[] = []): readonly SecretReference[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isReference(value)) return [{ path: at.join('.'), ref: value }];
  return Object.entries(value).flatMap(([name, inner]) => findReferences(inner, [...at, name]));
}

/** One field, named as references are: nothing else in the schema looks like that. */
function isReference(value: object): value is SecretRef {
  const entries = Object.entries(value);
  const [name, text] = entries[0] ?? [];
  return entries.length === 1 && typeof text === 'string' && (name === 'env' || name === 'file' || name === 'keyring');
}
