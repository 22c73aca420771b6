import type { StoredText } from './codec.js';
import type { Step } from './operations.js';

/** The step of a record that does not change: as it is in the store, or not there. */
export function still<R>(text: StoredText | null, decode: (text: StoredText) => R): Step<R> {
  if (text === null) return { first: null, before: null, after: null };
  const now = decode(text);
  return { first: text.changes === null ? now : decode({ first: text.first, changes: null }), before: now, after: now };
}

/** What takes a step back. */
export const reversed = <R>({ first, before, after }: Step<R>): Step<R> => ({ first, before: after, after: before });
