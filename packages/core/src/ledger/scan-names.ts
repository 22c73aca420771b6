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
    const ids = keys.map((key) => idAtEnd(key) as DocumentId);
    const last = lastOf(store, ids);
    if (last === null) continue;
    const slice = ids.filter(scan.hasId).flatMap((id) => foundIn(store, id) ?? []);
    yield { documents: slice.filter(has).map(decodeDocument), looked: ids.length, last };
  }
}

/** Null: pruned since the walk began. */
function foundIn(store: ReadStore, id: DocumentId): FoundText | null {
  const text = findText(store, documentKey(id));
  return text === null ? null : { id, ...text };
}

/** Its name is in the record alone: a key may hold a part of a long one. */
function lastOf(store: ReadStore, ids: readonly DocumentId[]): NameSlice['last'] | null {
  for (const one of ids.toReversed()) {
    const found = foundIn(store, one);
    if (found === null) continue;
    const { id, name } = decodeDocument(found);
    return { id, name };
  }
  return null;
}

function rangeOf({ order, beyond }: NameScan): KeyRange {
  if (beyond === null) return ALL_NAMES;
  const key = nameKey(beyond.name, beyond.id);
  return order === 'descending'
    ? { from: ALL_NAMES.from, before: key }
    : { from: `${key}\0`, before: ALL_NAMES.before };
}
