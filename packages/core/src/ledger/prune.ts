import type { CorrelationKey, DocumentId, DocumentRecord } from '../domain/document.js';
import type { ReceiptRecord } from '../domain/receipt.js';
import { formatStamp } from '../domain/stamp.js';
import type { LedgerReader } from '../ports/ledger.js';
import { decodeDocument, decodeReceipt } from './codec.js';
import {
  ALL_ACTS,
  ALL_DOCUMENTS,
  ALL_RECEIPTS,
  documentKey,
  entryOfLearned,
  idAtEnd,
  pointerKey,
  rangeOfLearned,
  rawKey,
} from './keys.js';
import { textsOf } from './record-texts.js';
import type { ReadStore } from './store.js';
import type { Change } from './submission.js';
import { isUnfinished } from './unfinished.js';

/** What is looked at and forgotten in one go; the single writer is busy with it for a few milliseconds. */
const SLICE = 100;

export interface Pruning {
  readonly store: ReadStore;
  readonly reader: LedgerReader;
  /** Hands changes to the single writer. */
  readonly submit: (changes: readonly Change[]) => Promise<void>;
  /** Lets the real work run between two slices. */
  readonly pause: (signal: AbortSignal) => Promise<void>;
}

/**
 * Forgets from the oldest on. A document stays, with all its receipts, while it is open, while one of its receipts is younger
 * than the limit, by our time or the platform's (a redelivery of it must still be recognised), or not yet safely in its InBox.
 */
export async function prune(pruning: Pruning, olderThanMs: number, signal: AbortSignal): Promise<number> {
  const limit = formatStamp(olderThanMs, 17);
  const documents = await pruneDocuments(pruning, limit, signal);
  await pruneReceipts(pruning, limit, signal);
  await pruneActs(pruning, limit, signal);
  return documents;
}

async function pruneDocuments(pruning: Pruning, limit: string, signal: AbortSignal): Promise<number> {
  const heirs = new Map<string, DocumentId>();
  let count = 0;
  const range = { from: ALL_DOCUMENTS.from, before: ALL_DOCUMENTS.from + limit };
  for await (const texts of textsOf(pruning.store, range, 'ascending', SLICE)) {
    if (signal.aborted) return count;
    const changes: Change[] = [];
    for (const document of texts.map(decodeDocument))
      changes.push(...(await forgetting(pruning, document, limit, heirs)));
    count += changes.filter(({ type }) => type === 'forget-document').length;
    await submitSlice(pruning, changes, signal);
  }
  return count;
}

/** What forgets this document and its receipts; nothing when it stays, and then it is an heir of its keys. */
async function forgetting(
  { store, reader }: Pruning,
  document: DocumentRecord,
  limit: string,
  heirs: Map<string, DocumentId>,
): Promise<readonly Change[]> {
  const learned = await learnedKeys(store, document.id);
  const receipts = await reader.receiptsOf(document.id);
  if (isUnfinished(document) || !receipts.every((receipt) => isForgettable(store, receipt, limit))) {
    for (const key of [...document.keys, ...learned]) heirs.set(pointerKey(key), document.id);
    return [];
  }
  const receiptChanges = receipts.map(({ id }) => ({ type: 'forget-receipt', id }) as const);
  return [{ type: 'forget-document', id: document.id, learned, heirs }, ...receiptChanges];
}

/** Receipts of no document, or of documents that are forgotten. */
async function pruneReceipts(pruning: Pruning, limit: string, signal: AbortSignal): Promise<void> {
  const range = { from: ALL_RECEIPTS.from, before: ALL_RECEIPTS.from + limit };
  for await (const texts of textsOf(pruning.store, range, 'ascending', SLICE)) {
    if (signal.aborted) return;
    const orphans = texts
      .map(decodeReceipt)
      .filter((receipt) => !belongsToKnown(pruning.store, receipt) && isForgettable(pruning.store, receipt, limit));
    await submitSlice(
      pruning,
      orphans.map(({ id }) => ({ type: 'forget-receipt', id }) as const),
      signal,
    );
  }
}

async function pruneActs(pruning: Pruning, limit: string, signal: AbortSignal): Promise<void> {
  const range = { from: ALL_ACTS.from, before: ALL_ACTS.from + limit };
  for await (const keys of pruning.store.keys(range, 'ascending', SLICE)) {
    if (signal.aborted) return;
    await submitSlice(
      pruning,
      keys.map((key) => ({ type: 'forget-act', id: idAtEnd(key) }) as const),
      signal,
    );
  }
}

async function submitSlice(pruning: Pruning, changes: readonly Change[], signal: AbortSignal): Promise<void> {
  if (changes.length === 0) return;
  await pruning.submit(changes);
  await pruning.pause(signal);
}

/** Its id may be of a clock that was behind; the platform's time is not. */
function isForgettable(store: ReadStore, receipt: ReceiptRecord, limit: string): boolean {
  const { businessTimeMs } = receipt;
  if (businessTimeMs !== null && formatStamp(businessTimeMs, 17) >= limit) return false;
  // With its file: what deposits that tells its companions.
  return receipt.id < limit && store.find(rawKey(receipt.carrier ?? receipt.id)) === null;
}

function belongsToKnown(store: ReadStore, receipt: ReceiptRecord): boolean {
  return receipt.document !== null && store.find(documentKey(receipt.document)) !== null;
}

async function learnedKeys(store: ReadStore, id: DocumentRecord['id']): Promise<readonly CorrelationKey[]> {
  const keys: CorrelationKey[] = [];
  for await (const slice of store.keys(rangeOfLearned(id), 'ascending', SLICE)) keys.push(...slice.map(entryOfLearned));
  return keys;
}
