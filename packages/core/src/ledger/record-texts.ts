import type { StoredText } from './codec.js';
import { changesKey, idOfRecord, type KeyRange } from './keys.js';
import type { Order, ReadStore } from './store.js';

/** A record's texts with its id. */
export interface FoundText extends StoredText {
  readonly id: string;
}

export function findText(store: ReadStore, recordKey: string): StoredText | null {
  const first = store.find(recordKey);
  return first === null ? null : { first, changes: store.find(changesKey(recordKey)) };
}

/** The records of a range in slices of about `size`. Record and changes are neighbours, but a slice may end between them. */
export async function* textsOf(
  store: ReadStore,
  range: KeyRange,
  order: Order,
  size: number,
): AsyncGenerator<readonly FoundText[]> {
  const pairing = order === 'ascending' ? new AscendingPairs() : new DescendingPairs();
  for await (const entries of store.entries(range, order, size)) {
    const found = entries.flatMap(([key, text]) => pairing.take(key, text) ?? []);
    if (found.length > 0) yield found;
  }
  const last = pairing.rest();
  if (last !== null) yield [last];
}

/** The record comes first and waits for its changes, which the next key may be. */
class AscendingPairs {
  #waiting: FoundText | null = null;

  take(key: string, text: string): FoundText | null {
    const before = this.#waiting;
    if (isChanges(key)) {
      this.#waiting = null;
      return before === null ? null : { ...before, changes: text };
    }
    this.#waiting = { id: idOfRecord(key), first: text, changes: null };
    return before;
  }

  rest(): FoundText | null {
    return this.#waiting;
  }
}

/** The changes come first and wait for their record. */
class DescendingPairs {
  #changes: string | null = null;

  take(key: string, text: string): FoundText | null {
    const changes = this.#changes;
    this.#changes = isChanges(key) ? text : null;
    return isChanges(key) ? null : { id: idOfRecord(key), first: text, changes };
  }

  rest(): FoundText | null {
    return null;
  }
}

const isChanges = (key: string): boolean => key.endsWith('\0');
