import type { CorrelationKey } from '../document.js';

/** Numbers of one message, which another about the same declaration does not have; and a voyage, whose bills are declared one by one. */
const NAMES_NO_DECLARATION: ReadonlySet<string> = new Set(['messageId', 'messageGuid', 'guid', 'journeyId']);

/**
 * The number by which two documents of one business are the same declaration, bill or order; null = the document has none. The first of
 * its keys that names a declaration: a business names the firm's own number before those that the platform assigns [inferred from
 * the order of the keys in each format].
 */
export function declarationKey(keys: readonly CorrelationKey[]): CorrelationKey | null {
  return keys.find(({ name, value }) => !NAMES_NO_DECLARATION.has(name) && value !== '') ?? null;
}
