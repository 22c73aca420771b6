import type { CorrelationKey, DocumentId } from '../domain/document.js';
import type { ReceiptRecord } from '../domain/receipt.js';
import { fingerprintOfBytes } from '../domain/receipts/fingerprint.js';
import { type Draft, keepingFirst } from './draft.js';
import { fingerprintKey, formatPointer, parsePointer, pointerKey } from './keys.js';
import type { ReadStore } from './store.js';

/** A pointer names the newest document of a key; ids arrive slightly out of order, since documents are sealed side by side. */
export function pointToNewest(store: ReadStore, key: CorrelationKey, id: DocumentId, draft: Draft): void {
  const pointer = pointerKey(key);
  const text = draft.pointers.get(pointer) ?? store.find(pointer);
  const known = text === null ? null : parsePointer(text);
  if (known?.id === id) return;
  const newest = known !== null && known.id > id ? known.id : id;
  draft.pointers.set(pointer, formatPointer({ id: newest, isOnly: known === null }));
}

/** A further receipt of bytes that came before. */
export function pointToLatest(store: ReadStore, { id, fingerprint }: ReceiptRecord, draft: Draft): void {
  const key = fingerprintKey(fingerprintOfBytes(fingerprint));
  if (key === fingerprintKey(fingerprint)) return;
  const before = store.find(key);
  draft.others.push({ key, value: id });
  draft.reversals.push({ key, value: before });
  draft.others.push(...keepingFirst(fingerprint, draft, before));
}
