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
export async function* textsOf(store: ReadStore, range: KeyRange, order: Order, size: number): AsyncGenerator<readonly FoundText[]> {
  // Ascending the record comes first and waits here for its changes; descending the changes do.
  let waiting: FoundText | null = null;
  let changes: string | null = null;
  for await (const entries of store.entries(range, order, size)) {
    const found: FoundText[] = [];
    for (const [key, text] of entries) {
      const id = idOfRecord(key);
      const isChanges = key.endsWith('\0');
      if (order === 'descending') {
        if (!isChanges) found.push({ id, first: text, changes });
        changes = isChanges ? text : null;
        continue;
      }
      if (waiting !== null) found.push(isChanges ? { ...waiting, changes: text } : waiting);
      waiting = isChanges ? null : { id, first: text, changes: null };
    }
    if (found.length > 0) yield found;
  }
  if (waiting !== null) yield [waiting];
}
