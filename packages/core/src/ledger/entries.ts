import type { LedgerEntry } from '../ports/ledger.js';
import { ALL_DOCUMENTS, ALL_KEYS, ALL_RAW, ALL_RECEIPTS, type KeyRange } from './keys.js';
import type { ReadStore } from './store.js';

const SLICE = 256;

/** Everything that a store has, as it was at one moment; kept bytes themselves instead of where they are. */
export async function* entriesOf(store: ReadStore): AsyncGenerator<readonly LedgerEntry[]> {
  for await (const slice of store.entries(ALL_KEYS, 'ascending', SLICE))
    yield slice.flatMap(([key, text]): LedgerEntry[] => {
      if (!isIn(ALL_RAW, key)) return [{ key, value: text }];
      // Let go of since that moment: their receipt is safely in its InBox.
      const bytes = store.findBytes(key);
      return bytes === null ? [] : [{ key, value: bytes }];
    });
}

/** What kind of record an entry is; null for an index, a note, or what changed in a record. */
export function recordIn({ key }: LedgerEntry): 'document' | 'receipt' | null {
  if (key.endsWith('\0')) return null;
  if (isIn(ALL_DOCUMENTS, key)) return 'document';
  return isIn(ALL_RECEIPTS, key) ? 'receipt' : null;
}

export function isIn({ from, before }: KeyRange, key: string): boolean {
  return key >= from && key < before;
}
