import type { ActRecord } from '../domain/act.js';
import { concernOf } from '../domain/concern.js';
import type { BusinessKey, CorrelationKey, DocumentId, DocumentRecord } from '../domain/document.js';
import type { ReceiptRecord } from '../domain/receipt.js';
import { isCustoms } from '../domain/receipts/customs-filter.js';
import { isOpen } from '../domain/stage.js';
import { formatStamp } from '../domain/stamp.js';
import type { DocumentQuery, ReceiptQuery } from '../ports/ledger.js';
import { decodeDocument, decodeReceipt, type StoredText } from './codec.js';
import { indexedDocuments, rangesOf } from './find-indexed.js';
import {
  ALL_ACTS,
  ALL_CONCERNS,
  ALL_DOCUMENTS,
  ALL_OPEN,
  ALL_RECEIPTS,
  actKey,
  documentKey,
  idAtEnd,
  type KeyRange,
} from './keys.js';
import { findText, textsOf } from './record-texts.js';
import { plainText, SLICE } from './scan.js';
import type { ReadStore } from './store.js';

/**
 * Newest first. `sinceMs` (inclusive) and `untilMs` (exclusive) are compared with the time in the id, which is the claim, so
 * that a search reads only that range; the text is looked for in what the record itself says.
 */
export async function listDocuments(store: ReadStore, query: DocumentQuery): Promise<readonly DocumentRecord[]> {
  const matches = documentFilter(query);
  if (isIndexed(query)) return findIndexed(store, query, matches);
  const isOpenOnly = query.stages !== null && query.stages.every(isOpen);
  const marks = query.isConcerning ? ALL_CONCERNS : isOpenOnly ? ALL_OPEN : null;
  const texts = marks === null ? allTexts(store, ALL_DOCUMENTS, query) : markedTexts(store, marks, query);
  return collect(texts, { ...query, decode: decodeDocument, matches });
}

/** As listDocuments; the text is looked for in file name, code, text and keys. */
export async function listReceipts(store: ReadStore, query: ReceiptQuery): Promise<readonly ReceiptRecord[]> {
  const text = query.text?.toLowerCase() ?? null;
  const matches = (record: ReceiptRecord): boolean =>
    (query.business === null || record.business === query.business) &&
    (text === null || hasText([record.fileName, record.code ?? '', record.text ?? ''], record.keys, text));
  return collect(allTexts(store, ALL_RECEIPTS, query), { ...query, decode: decodeReceipt, matches });
}

/** Newest first. */
export async function listActs(store: ReadStore, before: string | null, limit: number): Promise<readonly ActRecord[]> {
  const range = before === null ? ALL_ACTS : { from: ALL_ACTS.from, before: actKey(before) };
  const acts: ActRecord[] = [];
  for await (const slice of store.entries(range, 'descending', SLICE)) {
    acts.push(...slice.map(([, text]) => JSON.parse(text) as ActRecord));
    if (acts.length >= limit) break;
  }
  return acts.slice(0, limit);
}

/**
 * What restricts by business, stage or state is found in the index. Not where a text is looked for in all of a business, since every
 * record is read then, one after the other; and not what has marks of its own.
 */
function isIndexed({ business, stages, customs, text, isConcerning }: DocumentQuery): boolean {
  if (isConcerning) return false;
  if (stages !== null) return !stages.every(isOpen);
  return customs !== null || (business !== null && text === null);
}

/** What a list shows is most often among the newest, which are read one after the other for less than a row of many groups each. */
const NEWEST = 600;
const FEW_GROUPS = 8;

async function findIndexed(
  store: ReadStore,
  query: DocumentQuery,
  matches: (record: DocumentRecord) => boolean,
): Promise<readonly DocumentRecord[]> {
  const ranges = await rangesOf(store, query);
  if (ranges.ranges.length > FEW_GROUPS) {
    const newest = newestOf(allTexts(store, ALL_DOCUMENTS, query), NEWEST);
    const found = await collect(newest, { ...query, decode: decodeDocument, matches });
    if (found.length === query.limit) return found;
  }
  return matching(indexedDocuments(store, ranges, query.limit), matches, query.limit);
}

async function* newestOf(
  slices: AsyncIterable<readonly StoredText[]>,
  count: number,
): AsyncGenerator<readonly StoredText[]> {
  let left = count;
  for await (const slice of slices) {
    yield slice;
    left -= slice.length;
    if (left <= 0) return;
  }
}

async function matching(
  records: AsyncIterable<DocumentRecord>,
  matches: (record: DocumentRecord) => boolean,
  limit: number,
): Promise<readonly DocumentRecord[]> {
  const found: DocumentRecord[] = [];
  if (limit <= 0) return found;
  for await (const record of records) {
    if (!matches(record)) continue;
    found.push(record);
    if (found.length === limit) return found;
  }
  return found;
}

function documentFilter(query: DocumentQuery): (record: DocumentRecord) => boolean {
  const text = query.text?.toLowerCase() ?? null;
  return (record) =>
    (query.business === null || record.business === query.business) &&
    (query.stages === null || query.stages.includes(record.stage)) &&
    (query.customs === null || isCustoms(record, query.customs)) &&
    // Dealt with since the walk began.
    (!query.isConcerning || concernOf(record) !== null) &&
    (text === null || hasText([record.name], [...record.keys, ...(record.standing?.learned ?? [])], text));
}

interface Search<R> {
  readonly business: BusinessKey | null;
  readonly text: string | null;
  readonly decode: (text: StoredText) => R;
  readonly matches: (record: R) => boolean;
  readonly limit: number;
}

/** What the JSON of every match contains is looked for first: that costs a tenth of parsing. */
async function collect<R>(slices: AsyncIterable<readonly StoredText[]>, search: Search<R>): Promise<readonly R[]> {
  const found: R[] = [];
  if (search.limit <= 0) return found;
  const business = search.business === null ? '' : `"business":${JSON.stringify(search.business)}`;
  const text = plainText(search.text);
  for await (const slice of slices) {
    for (const stored of slice) {
      const { first, changes } = stored;
      if (!first.includes(business) && changes?.includes(business) !== true) continue;
      if (!first.toLowerCase().includes(text) && changes?.toLowerCase().includes(text) !== true) continue;
      const record = search.decode(stored);
      if (!search.matches(record)) continue;
      found.push(record);
      if (found.length === search.limit) return found;
    }
  }
  return found;
}

function allTexts(
  store: ReadStore,
  all: KeyRange,
  query: DocumentQuery | ReceiptQuery,
): AsyncIterable<readonly StoredText[]> {
  return textsOf(store, within(all, query), 'descending', SLICE);
}

/** Marked documents are few among many: their marks are read instead of every record. */
async function* markedTexts(
  store: ReadStore,
  marks: KeyRange,
  query: DocumentQuery,
): AsyncGenerator<readonly StoredText[]> {
  for await (const keys of store.keys(within(marks, query), 'descending', SLICE)) {
    yield keys.map((key) => findText(store, documentKey(idAtEnd(key) as DocumentId))).filter((text) => text !== null);
  }
}

function within(all: KeyRange, query: DocumentQuery | ReceiptQuery): KeyRange {
  const from = query.sinceMs === null ? all.from : all.from + formatStamp(query.sinceMs, 17);
  const ends = [query.untilMs === null ? null : formatStamp(query.untilMs, 17), query.before].filter(
    (end) => end !== null,
  );
  const before = ends.reduce((lowest, end) => (all.from + end < lowest ? all.from + end : lowest), all.before);
  return { from, before };
}

function hasText(texts: readonly string[], keys: readonly CorrelationKey[], text: string): boolean {
  return (
    texts.some((one) => one.toLowerCase().includes(text)) || keys.some((key) => key.value.toLowerCase().includes(text))
  );
}
