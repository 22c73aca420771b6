import type { DocumentId } from '../domain/document.js';
import type { NameScan, NameSlice } from '../ports/ledger.js';
import { decodeDocument } from './codec.js';
import { ALL_NAMES, documentKey, idAtEnd, type KeyRange, nameKey } from './keys.js';
import { type FoundText, findText } from './record-texts.js';
import { SLICE, withMentions } from './scan.js';
import type { ReadStore } from './store.js';

/** The index of names says the order, so that nothing is ever sorted: a page costs one point read a document. */
export async function* scanNames(store: ReadStore, scan: NameScan): AsyncGenerator<NameSlice> {
  const has = withMentions(scan.mentions);
  for await (const keys of store.keys(rangeOf(scan), scan.order, SLICE)) {
    const slice: FoundText[] = [];
    for (const key of keys) {
      const id = idAtEnd(key) as DocumentId;
      const text = findText(store, documentKey(id));
      // Null: pruned since the walk began.
      if (text !== null) slice.push({ ...text, id });
    }
    const last = slice.at(-1);
    if (last === undefined) continue;
    const { id, name } = decodeDocument(last);
    yield { documents: slice.filter(has).map(decodeDocument), looked: slice.length, last: { id, name } };
  }
}

function rangeOf({ order, beyond }: NameScan): KeyRange {
  if (beyond === null) return ALL_NAMES;
  const key = nameKey(beyond.name, beyond.id);
  return order === 'descending'
    ? { from: ALL_NAMES.from, before: key }
    : { from: `${key}\0`, before: ALL_NAMES.before };
}
