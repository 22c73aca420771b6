import type { CorrelationKey } from '../document.js';

/** Numbers of one message, which another message about the same declaration does not have. */
const OF_A_MESSAGE: ReadonlySet<string> = new Set(['messageId', 'messageGuid', 'guid']);

/**
 * The number by which two documents of one business are the same declaration, bill or order; null = the document has none. The first of
 * its keys that is no message's own: a business names the firm's own number before those that the platform assigns [inferred from
 * the order of the keys in each format].
 */
export function declarationKey(keys: readonly CorrelationKey[]): CorrelationKey | null {
  return keys.find(({ name, value }) => !OF_A_MESSAGE.has(name) && value !== '') ?? null;
}
