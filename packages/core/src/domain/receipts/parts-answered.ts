/** A number of the document; see CorrelationKey. */
export interface DocumentNumber {
  readonly name: string;
  readonly value: string;
}

/** How many orders, lists or bills of a document an answer has named. */
export interface PartsAnswered {
  readonly answered: number;
  readonly total: number;
}

/** The official schemas allow so many in a message; of more a document does not say how many they are. */
export const PARTS_MAX = 100;
/** One more is read, so that a hundred can be told from more than a hundred. */
export const PART_KEYS_MAX = PARTS_MAX + 1;

/**
 * The document's own numbers of the kind that the answered ones are of; null where it is not known how many there are, or where it
 * has one part at most.
 */
export function partsAnswered(keys: readonly DocumentNumber[], numbers: ReadonlySet<string>): PartsAnswered | null {
  if (numbers.size === 0) return null;
  const byName = new Map<string, Set<string>>();
  for (const { name, value } of keys) byName.set(name, (byName.get(name) ?? new Set()).add(value));
  const kinds = [...byName.values()].filter((values) => [...numbers].every((number) => values.has(number)));
  const total = Math.max(0, ...kinds.map(({ size }) => size));
  return total < 2 || total > PARTS_MAX ? null : { answered: numbers.size, total };
}

/** `1/3` while some have no answer, else ''. An agent of before there was this sends none. */
export function missingParts(parts: PartsAnswered | null | undefined): string {
  if (parts === null || parts === undefined || parts.answered >= parts.total) return '';
  return `${String(parts.answered)}/${String(parts.total)}`;
}
