import type { DocumentId } from '../domain/document.js';
import type { DocumentScan, DocumentSlice, Mention } from '../ports/ledger.js';
import { decodeDocument } from './codec.js';
import {
  ALL_CONCERNS,
  ALL_DOCUMENTS,
  ALL_OPEN,
  concernKey,
  documentKey,
  idAtEnd,
  idOfRecord,
  type KeyRange,
  openKey,
} from './keys.js';
import { type FoundText, findText, textsOf } from './record-texts.js';
import type { Order, ReadStore } from './store.js';

/** Records looked at between two turns of the event loop: a long search must not keep a heartbeat waiting. */
export const SLICE = 200;
/** Of a search for a text, which passes over most of them: 1.5 ms. */
const SEARCH_SLICE = 1_000;
/** Of keys alone. */
const IDS_SLICE = 2_000;

/** Slices of a walk; what the JSON does not mention is not parsed. */
export async function* scanDocuments(store: ReadStore, scan: DocumentScan): AsyncGenerator<DocumentSlice> {
  const has = withMentions(scan.mentions);
  const order = scan.order === 'newest' ? 'descending' : 'ascending';
  const marks = scan.only === null ? null : MARKS[scan.only];
  const slices =
    marks !== null
      ? markedTextsOf(store, rangeOf(scan, marks.all, marks.keyOf), order)
      : textsOf(store, rangeOf(scan, ALL_DOCUMENTS, documentKey), order, sliceOf(scan));
  for await (const slice of slices) {
    yield {
      documents: slice.filter(has).map(decodeDocument),
      looked: slice.length,
      lastId: slice[slice.length - 1]?.id as DocumentId,
    };
  }
}

/** A list without a word ends after the first slices. */
const sliceOf = ({ mentions }: DocumentScan): number => (mentions.length === 0 ? SLICE : SEARCH_SLICE);

const MARKS = {
  open: { all: ALL_OPEN, keyOf: openKey },
  concerning: { all: ALL_CONCERNS, keyOf: concernKey },
} as const;

function rangeOf(
  { order, beyond }: Pick<DocumentScan, 'order' | 'beyond'>,
  all: KeyRange,
  keyOf: (id: DocumentId) => string,
): KeyRange {
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

/** Ids alone: keys are read, and no record. */
export async function* scanIds(
  store: ReadStore,
  order: DocumentScan['order'],
  beyond: DocumentId | null,
): AsyncGenerator<readonly DocumentId[]> {
  const range = rangeOf({ order, beyond }, ALL_DOCUMENTS, documentKey);
  for await (const keys of store.keys(range, order === 'newest' ? 'descending' : 'ascending', IDS_SLICE)) {
    const ids = keys.filter((key) => !key.endsWith('\0')).map((key) => idOfRecord(key) as DocumentId);
    if (ids.length > 0) yield ids;
  }
}

/** Whether a record mentions each of these somewhere. */
export function withMentions(mentions: readonly Mention[]): (text: FoundText) => boolean {
  const wanted = mentions.map(patternOf).filter((pattern) => pattern !== null);
  return ({ first, changes }) => wanted.every((one) => one.test(first) || (changes !== null && one.test(changes)));
}

/** A pattern costs a third of making small letters of every record first. Null where JSON may write the text otherwise. */
function patternOf(mention: Mention): RegExp | null {
  const { text, businesses, stages } =
    typeof mention === 'string' ? { text: mention, businesses: [], stages: [] } : mention;
  const plain = plainText(text);
  if (plain === '') return null;
  const fields = [...businesses.map((key) => ['business', key]), ...stages.map((stage) => ['stage', stage])];
  const parts = [plain, ...fields.map(([name, value]) => `"${name}":${JSON.stringify(value)}`)];
  const pattern = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  return new RegExp(pattern, /\p{L}/u.test(pattern) ? 'i' : '');
}

/** The text as it is in JSON; '' where JSON may write it otherwise, so that it cannot be looked for beforehand. */
export function plainText(text: string | null): string {
  return text !== null && JSON.stringify(text) === `"${text}"` ? text.toLowerCase() : '';
}
