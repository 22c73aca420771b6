import type { BookEntry, BookKind } from './entry.js';

/** Whatever a body has: one that was altered may say anything. */
export type BookFields = Readonly<Record<string, unknown>>;

type OfEntry = Pick<BookEntry, 'body'>;

/** Null where the body was let go of; nothing in it where it is no longer a JSON object: its hash says so. Never throws. */
export function fieldsOf({ body }: OfEntry): BookFields | null {
  if (body === null) return null;
  try {
    return asFields(JSON.parse(body)) ?? {};
  } catch {
    return {};
  }
}

/** As fieldsOf, of this kind alone. Most entries are of another one, which costs no reading. */
export function fieldsOfKind(entry: OfEntry, kind: BookKind): BookFields | null {
  if (entry.body?.includes(`"kind":"${kind}"`) !== true) return null;
  const fields = fieldsOf(entry);
  return fields?.['kind'] === kind ? fields : null;
}

/** The facts of an entry, in their order. */
export function factsOf({ facts }: BookFields): readonly BookFields[] {
  return Array.isArray(facts) ? facts.map(asFields).filter((fact) => fact !== null) : [];
}

/** The day that ends with this entry; null = it is no seal. */
export function sealOf(entry: OfEntry): { readonly day: string; readonly entries: number } | null {
  const { day, entries } = fieldsOfKind(entry, 'seal') ?? {};
  return typeof day === 'string' && typeof entries === 'number' ? { day, entries } : null;
}

function asFields(value: unknown): BookFields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as BookFields) : null;
}
