import type { DocumentId } from '../../domain/document.js';
import type { Settlement, UnknownDesk } from './unknown-desk.js';

export type Answered<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'settled'; readonly settlement: Settlement };

/**
 * Waits for the next attempt of a document that may have arrived by an earlier one; a word about it comes first, and ends the wait.
 * Rejects as `wait` does.
 */
export async function waitOrWord<T>(
  unknowns: UnknownDesk,
  id: DocumentId,
  wait: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<Answered<T>> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  // It rejects only when the wait is over.
  const word = unknowns.wait(id, null, either).catch(() => null);
  const ended = word.then(() => over.abort());
  const waited = await Promise.allSettled([wait(either).finally(() => over.abort()), ended]);
  // A word that came in the same instant was acknowledged as taken: it counts.
  const settlement = await word;
  if (settlement !== null) return { kind: 'settled', settlement };
  const [result] = waited;
  if (result.status === 'rejected') throw result.reason;
  return { kind: 'done', value: result.value };
}
