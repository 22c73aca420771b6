import type { BusinessKey, DocumentRecord } from '../domain/document.js';
import { isPartlyAnswered } from '../domain/receipts/partly-answered.js';
import { isOpen, type Stage } from '../domain/stage.js';
import { formatStamp } from '../domain/stamp.js';
import type { DocumentQuery, UnansweredQuery } from '../ports/ledger.js';
import { decodeDocument } from './codec.js';
import { type IndexGroup, indexGroups, mergedIds, within } from './document-index.js';
import { ALL_OPEN, documentKey, type KeyRange, rangeOfPartlyAnswered } from './keys.js';
import { findText } from './record-texts.js';
import type { Order, ReadStore } from './store.js';

const STAMP_DIGITS = 17;
/** Keys of one group read at a time: of most groups a page needs none or few. */
const SLICE_MAX = 100;
/** Ended without an answer to wait for. */
const UNANSWERABLE: ReadonlySet<string> = new Set(['rejected', 'withdrawn']);

/** Where a query finds its documents: groups of the index, and the marks of those that are open. */
export interface IndexedRanges {
  readonly ranges: readonly KeyRange[];
  readonly from: string;
  readonly before: string | null;
}

export async function rangesOf(store: ReadStore, query: DocumentQuery): Promise<IndexedRanges> {
  const { business, stages, before } = query;
  const found = await indexGroups(store, business);
  const groups = found.groups.filter((group) => isWanted(group, query));
  // One that is rejected is open until its file has been moved.
  const isOpenWanted = [...found.stages].some(
    (stage) => (isOpen(stage as Stage) || stage === 'rejected') && (stages === null || stages.includes(stage as Stage)),
  );
  const from = query.sinceMs === null ? '' : formatStamp(query.sinceMs, STAMP_DIGITS);
  const until = query.untilMs === null ? null : formatStamp(query.untilMs, STAMP_DIGITS);
  const end = until === null || (before !== null && before < until) ? before : until;
  return { ranges: [...groups.map(({ range }) => range), ...(isOpenWanted ? [ALL_OPEN] : [])], from, before: end };
}

/** Newest first. The caller compares each with the whole query. */
export function indexedDocuments(
  store: ReadStore,
  ranges: IndexedRanges,
  limit: number,
): AsyncGenerator<DocumentRecord> {
  return recordsIn(store, { ...ranges, order: 'descending', slice: Math.min(SLICE_MAX, Math.max(1, limit)) });
}

function isWanted({ stage, word }: IndexGroup, { stages, customs }: DocumentQuery): boolean {
  if (stages !== null && !stages.includes(stage)) return false;
  if (customs === null) return true;
  const isStateless = word === 'none' || word === 'heard';
  return isStateless ? stage === 'filed' && customs.includes('none') : customs.includes(word);
}

/** Oldest first: documents that the broker has, and that nothing was heard of, or nothing of a part of them. */
export async function* unansweredDocuments(
  store: ReadStore,
  { business, sinceMs, untilMs }: UnansweredQuery,
): AsyncGenerator<DocumentRecord> {
  const found = await indexGroups(store, business);
  const groups = found.groups.filter(({ stage, word }) => word === 'none' && !UNANSWERABLE.has(stage));
  const isOneOpen = found.stages.has('sent') || found.stages.has('unknown');
  const from = formatStamp(sinceMs, STAMP_DIGITS);
  const before = formatStamp(untilMs, STAMP_DIGITS);
  const marked = rangeOfPartlyAnswered(business);
  const ranges = [...groups.map(({ range }) => range), marked, ...(isOneOpen ? [ALL_OPEN] : [])];
  for await (const record of recordsIn(store, { ranges, from, before, order: 'ascending', slice: SLICE_MAX })) {
    const { stage, times, standing } = record;
    const isSent = (times.confirmed ?? times.filed) !== null && !UNANSWERABLE.has(stage);
    const isAnswered = (standing?.answeredMs ?? null) !== null && !isPartlyAnswered(record);
    if (record.business === business && isSent && !isAnswered) yield record;
  }
}

/** Newest first: how long the first answers took, of documents that are not open. */
export async function latestWaits(
  store: ReadStore,
  business: BusinessKey,
  { sinceMs, limit }: { readonly sinceMs: number; readonly limit: number },
): Promise<readonly number[]> {
  const { groups } = await indexGroups(store, business);
  const answered = groups.filter(({ stage, word }) => word !== 'none' && !UNANSWERABLE.has(stage));
  const from = formatStamp(sinceMs, STAMP_DIGITS);
  const ranges = answered.map(({ range }) => range);
  const waits: number[] = [];
  if (limit <= 0) return waits;
  for await (const record of recordsIn(store, { ranges, from, before: null, order: 'descending', slice: SLICE_MAX })) {
    const { stage, times, standing } = record;
    const sentMs = times.confirmed ?? times.filed;
    const answeredMs = standing?.answeredMs ?? null;
    if (record.business !== business || sentMs === null || answeredMs === null || UNANSWERABLE.has(stage)) continue;
    waits.push(Math.max(0, answeredMs - sentMs));
    if (waits.length === limit) return waits;
  }
  return waits;
}

interface Reading {
  readonly ranges: readonly KeyRange[];
  readonly from: string;
  readonly before: string | null;
  readonly order: Order;
  readonly slice: number;
}

/** A key that does not follow its record is passed over: after a damage an earlier one may have come back. */
async function* recordsIn(
  store: ReadStore,
  { ranges, from, before, order, slice }: Reading,
): AsyncGenerator<DocumentRecord> {
  const limited = ranges.map((range) => within(range, from, before));
  let last = '';
  for await (const id of mergedIds(store, limited, order, slice)) {
    const text = id === last ? null : findText(store, documentKey(id));
    if (text === null) continue;
    last = id;
    yield decodeDocument(text);
  }
}
