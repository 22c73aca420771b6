import type { DocumentId } from '../domain/document.js';
import type { DocumentScan, DocumentSlice } from '../ports/ledger.js';
import { decodeDocument } from './codec.js';
import {
  ALL_CONCERNS,
  ALL_DOCUMENTS,
  ALL_OPEN,
  concernKey,
  documentKey,
  idAtEnd,
  type KeyRange,
  openKey,
} from './keys.js';
import { type FoundText, findText, textsOf } from './record-texts.js';
import type { Order, ReadStore } from './store.js';

/** Records looked at between two turns of the event loop: a long search must not keep a heartbeat waiting. */
export const SLICE = 200;

/** Slices of a walk; what the JSON does not mention is not parsed. */
export async function* scanDocuments(store: ReadStore, scan: DocumentScan): AsyncGenerator<DocumentSlice> {
  const has = withMentions(scan.mentions);
  const order = scan.order === 'newest' ? 'descending' : 'ascending';
  const marks = scan.only === null ? null : MARKS[scan.only];
  const slices =
    marks !== null
      ? markedTextsOf(store, rangeOf(scan, marks.all, marks.keyOf), order)
      : textsOf(store, rangeOf(scan, ALL_DOCUMENTS, documentKey), order, SLICE);
  for await (const slice of slices) {
    yield {
      documents: slice.filter(has).map(decodeDocument),
      looked: slice.length,
      lastId: slice[slice.length - 1]?.id as DocumentId,
    };
  }
}

const MARKS = {
  open: { all: ALL_OPEN, keyOf: openKey },
  concerning: { all: ALL_CONCERNS, keyOf: concernKey },
} as const;

function rangeOf({ order, beyond }: DocumentScan, all: KeyRange, keyOf: (id: DocumentId) => string): KeyRange {
  if (beyond === null) return all;
  return order === 'newest'
    ? { from: all.from, before: keyOf(beyond) }
    : // One beyond the id's own changes, which lie right behind it.
      { from: `${keyOf(beyond)}\u0001`, before: all.before };
}

/** Marked documents are few among many: their marks are read instead of every record. */
async function* markedTextsOf(store: ReadStore, range: KeyRange, order: Order): AsyncGenerator<readonly FoundText[]> {
  for await (const keys of store.keys(range, order, SLICE)) {
    const slice = keys.flatMap((key) => {
      const id = idAtEnd(key) as DocumentId;
      const text = findText(store, documentKey(id));
      return text === null ? [] : [{ ...text, id }];
    });
    if (slice.length > 0) yield slice;
  }
}

/** Whether a record mentions each of these texts somewhere. */
export function withMentions(mentions: readonly string[]): (text: FoundText) => boolean {
  const wanted = mentions.map(plainText).filter((text) => text !== '');
  const has = (text: string | null, one: string): boolean => text?.toLowerCase().includes(one) === true;
  return ({ first, changes }) => wanted.every((one) => has(first, one) || has(changes, one));
}

/** The text as it is in JSON; '' where JSON may write it otherwise, so that it cannot be looked for beforehand. */
export function plainText(text: string | null): string {
  return text !== null && JSON.stringify(text) === `"${text}"` ? text.toLowerCase() : '';
}
