import { concernOf } from '../domain/concern.js';
import type { CorrelationKey, DocumentRecord } from '../domain/document.js';
import type { ReceiptRecord } from '../domain/receipt.js';
import { isPartlyAnswered } from '../domain/receipts/partly-answered.js';
import { encodeChanges, encodeFirst } from './codec.js';
import { indexKeyOf } from './document-index.js';
import {
  changesKey,
  concernKey,
  documentKey,
  fingerprintKey,
  nameKey,
  openKey,
  partlyAnsweredKey,
  receiptKey,
  receiptOfKey,
  unlinkedKey,
  unlinkedPointerKey,
  valueKey,
} from './keys.js';
import type { Operation } from './store.js';
import { isUnfinished } from './unfinished.js';

const NO_CHANGES = '{}';

/** A record before and after; null = it is not there. With the two swapped it undoes itself. */
export interface Step<R> {
  /** The form in which the store first got it; null = the store does not have it. */
  readonly first: R | null;
  readonly before: R | null;
  readonly after: R | null;
}

/** The keys to write so that record and indexes follow a step; of the indexes only what changed. */
export function documentOperations(step: Step<DocumentRecord>, into: Operation[]): void {
  const { before, after } = step;
  const record = after ?? before;
  if (record === null) return;
  recordOperations(documentKey(record.id), step, into);
  if (before === null || after === null) {
    into.push({ key: nameKey(record.name, record.id), value: after === null ? null : '' });
  }
  const wasOpen = before !== null && isUnfinished(before);
  const isNowOpen = after !== null && isUnfinished(after);
  if (wasOpen !== isNowOpen) into.push({ key: openKey(record.id), value: isNowOpen ? '' : null });
  const wasConcerning = before !== null && concernOf(before) !== null;
  const isNowConcerning = after !== null && concernOf(after) !== null;
  if (wasConcerning !== isNowConcerning) into.push({ key: concernKey(record.id), value: isNowConcerning ? '' : null });
  markPartlyAnswered(step, into);
  const wasIndexed = before === null ? null : indexKeyOf(before);
  const isIndexed = after === null ? null : indexKeyOf(after);
  if (wasIndexed !== isIndexed) {
    if (wasIndexed !== null) into.push({ key: wasIndexed, value: null });
    if (isIndexed !== null) into.push({ key: isIndexed, value: '' });
  }
  const known = before?.keys ?? [];
  const wanted = after?.keys ?? [];
  if (known === wanted) return;
  for (const key of without(wanted, known)) into.push({ key: valueKey(key, record.id), value: '' });
  for (const key of without(known, wanted)) into.push({ key: valueKey(key, record.id), value: null });
}

function markPartlyAnswered({ before, after }: Step<DocumentRecord>, into: Operation[]): void {
  const was = before === null || !isPartlyAnswered(before) ? null : partlyAnsweredKey(before.business, before.id);
  const is = after === null || !isPartlyAnswered(after) ? null : partlyAnsweredKey(after.business, after.id);
  if (was === is) return;
  if (was !== null) into.push({ key: was, value: null });
  if (is !== null) into.push({ key: is, value: '' });
}

/** As documentOperations. The raw bytes are not part of the record and are written by the caller. */
export function receiptOperations(step: Step<ReceiptRecord>, into: Operation[]): void {
  const { before, after } = step;
  const record = after ?? before;
  if (record === null) return;
  recordOperations(receiptKey(record.id), step, into);
  if (before === null || after === null) {
    into.push({ key: fingerprintKey(record.fingerprint), value: after === null ? null : record.id });
  }
  const was = before === null ? [] : receiptIndex(before);
  const is = after === null ? [] : receiptIndex(after);
  for (const key of is) if (!was.includes(key)) into.push({ key, value: '' });
  for (const key of was) if (!is.includes(key)) into.push({ key, value: null });
  if (after !== null && after.document === null) {
    const pointed = before === null || before.document !== null ? [] : before.keys;
    for (const key of without(after.keys, pointed)) into.push({ key: unlinkedPointerKey(key), value: after.id });
  }
}

function recordOperations<R extends DocumentRecord | ReceiptRecord>(
  key: string,
  { first, after }: Step<R>,
  into: Operation[],
): void {
  if (after === null) into.push({ key, value: null }, { key: changesKey(key), value: null });
  else if (first === null) into.push({ key, value: encodeFirst(after) });
  else {
    const changes = encodeChanges(first, after);
    into.push({ key: changesKey(key), value: changes === NO_CHANGES ? null : changes });
  }
}

/** A receipt is found through its document, or, while it has none, through its keys. */
function receiptIndex(record: ReceiptRecord): readonly string[] {
  if (record.document !== null) return [receiptOfKey(record.document, record.id)];
  return record.keys.map((key) => unlinkedKey(key, record.id));
}

/** The keys of a document that were not there before: what its pointers have to follow. */
export function newKeys(before: DocumentRecord | null, after: DocumentRecord): readonly CorrelationKey[] {
  return before === null ? after.keys : without(after.keys, before.keys);
}

function without(keys: readonly CorrelationKey[], others: readonly CorrelationKey[]): readonly CorrelationKey[] {
  if (others.length === 0) return keys;
  return keys.filter((key) => !others.some((other) => other.name === key.name && other.value === key.value));
}

/** Linking a receipt, depositing and accepting it overlap, each from the record as it was before: none takes back what another said. */
export function learning(now: ReceiptRecord, record: ReceiptRecord): ReceiptRecord {
  const document = record.document ?? now.document;
  const acceptedMs = record.acceptedMs ?? now.acceptedMs;
  if (record.depositedMs !== null || now.depositedMs === null) return { ...record, document, acceptedMs };
  return { ...record, document, acceptedMs, fileName: now.fileName, depositedMs: now.depositedMs };
}
