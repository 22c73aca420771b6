import type { ActRecord } from '../domain/act.js';
import type { BookEntry } from '../domain/book/entry.js';
import type { BusinessKey, CorrelationKey, DocumentId, DocumentRecord } from '../domain/document.js';
import type { ReceiptId, ReceiptRecord } from '../domain/receipt.js';
import { STAGES } from '../domain/stage.js';
import type {
  BookEnd,
  BookSeal,
  DocumentQuery,
  DocumentScan,
  DocumentSlice,
  LedgerCount,
  LedgerDamage,
  LedgerEntry,
  LedgerReader,
  NameScan,
  NameSlice,
  OriginNote,
  ReceiptQuery,
  StandingCount,
  UnansweredQuery,
} from '../ports/ledger.js';
import { readHead } from './book/pages.js';
import { findSeal, readBook } from './book/reader.js';
import { decodeDocument, decodeReceipt } from './codec.js';
import { decodeDamage } from './damage.js';
import { entriesOf } from './entries.js';
import { latestWaits, unansweredDocuments } from './find-indexed.js';
import {
  ALL_ACTS,
  ALL_COUNTS,
  ALL_DOCUMENTS,
  ALL_OPEN,
  ALL_ORIGINS,
  ALL_RAW,
  ALL_RECEIPTS,
  DAMAGE_KEY,
  documentKey,
  entryOfValue,
  fingerprintKey,
  idAtEnd,
  idOfRecord,
  indexedName,
  type KeyRange,
  PRUNED_KEY,
  parsePointer,
  pointerKey,
  rangeOfName,
  rangeOfReceipts,
  rangeOfUnlinked,
  rangeOfValue,
  receiptKey,
  twoParts,
  unlinkedPointerKey,
  valueKey,
} from './keys.js';
import { listActs, listDocuments, listReceipts } from './queries.js';
import { findText, textsOf } from './record-texts.js';
import { scanDocuments, scanIds } from './scan.js';
import { scanNames } from './scan-names.js';
import { readStandings } from './standing-counts.js';
import type { ReadStore } from './store.js';
import { isUnfinished } from './unfinished.js';

/** Keys or records taken from the store at a time. A slice of records is read in about a millisecond of the main thread. */
const SLICE = 200;
/** Kept receipts carry their bytes, so fewer are taken at a time. */
const RAW_SLICE = 32;

/** All questions to the ledger, over a store that its owner opened. Disposing closes the store. */
export class LevelReader implements LedgerReader {
  readonly #store: ReadStore;

  constructor(store: ReadStore) {
    this.#store = store;
  }

  async findDocument(id: DocumentId): Promise<DocumentRecord | null> {
    return this.#document(id);
  }

  async findByName(business: BusinessKey | null, name: string, limit: number): Promise<readonly DocumentRecord[]> {
    const found: DocumentRecord[] = [];
    if (limit <= 0) return found;
    for await (const keys of this.#store.keys(rangeOfName(name), 'descending', SLICE)) {
      for (const key of keys) {
        const record = this.#document(idAtEnd(key));
        if (record === null || (business !== null && record.business !== business)) continue;
        found.push(record);
        if (found.length === limit) return found;
      }
    }
    return found;
  }

  async findByKey(name: string | null, value: string, limit: number): Promise<readonly DocumentRecord[]> {
    if (limit <= 0) return [];
    if (name !== null) {
      // What every receipt asks: two point reads instead of an iterator, which costs 100 microseconds of the main thread.
      const text = this.#store.find(pointerKey({ name, value }));
      if (text === null) return [];
      const { id, isOnly } = parsePointer(text);
      const record = isOnly || limit === 1 ? this.#document(id) : null;
      if (record !== null && this.#carries(record, { name, value })) return [record];
    }
    return this.#scanValue(name, value, limit);
  }

  async findReceipt(id: ReceiptId): Promise<ReceiptRecord | null> {
    return this.#receipt(id);
  }

  async findReceiptByFingerprint(fingerprint: string): Promise<ReceiptRecord | null> {
    const id = this.#store.find(fingerprintKey(fingerprint));
    return id === null ? null : this.#receipt(id);
  }

  async receiptsOf(document: DocumentId): Promise<readonly ReceiptRecord[]> {
    const found: ReceiptRecord[] = [];
    for await (const keys of this.#store.keys(rangeOfReceipts(document), 'ascending', SLICE)) {
      for (const key of keys) pushKnown(found, this.#receipt(idAtEnd(key)));
    }
    return found;
  }

  async findUnlinkedReceipts(key: CorrelationKey): Promise<readonly ReceiptRecord[]> {
    const found: ReceiptRecord[] = [];
    if (this.#store.find(unlinkedPointerKey(key)) === null) return found;
    for await (const keys of this.#store.keys(rangeOfUnlinked(key.value), 'ascending', SLICE)) {
      for (const entry of keys.map(entryOfValue)) {
        if (entry.name === indexedName(key.name)) pushKnown(found, this.#receipt(entry.id));
      }
    }
    return found;
  }

  listDocuments(query: DocumentQuery): Promise<readonly DocumentRecord[]> {
    return listDocuments(this.#store, query);
  }

  unanswered(query: UnansweredQuery): AsyncIterable<DocumentRecord> {
    return unansweredDocuments(this.#store, query);
  }

  latestWaits(business: BusinessKey, sinceMs: number, limit: number): Promise<readonly number[]> {
    return latestWaits(this.#store, business, { sinceMs, limit });
  }

  scanIds(order: DocumentScan['order'], beyond: DocumentId | null): AsyncIterable<readonly DocumentId[]> {
    return scanIds(this.#store, order, beyond);
  }

  scanDocuments(scan: DocumentScan): AsyncIterable<DocumentSlice> {
    return scanDocuments(this.#store, scan);
  }

  scanNames(scan: NameScan): AsyncIterable<NameSlice> {
    return scanNames(this.#store, scan);
  }

  listActs(before: string | null, limit: number): Promise<readonly ActRecord[]> {
    return listActs(this.#store, before, limit);
  }

  listReceipts(query: ReceiptQuery): Promise<readonly ReceiptRecord[]> {
    return listReceipts(this.#store, query);
  }

  async *openDocuments(): AsyncIterable<DocumentRecord> {
    for await (const keys of this.#store.keys(ALL_OPEN, 'ascending', SLICE)) {
      for (const key of keys) {
        const record = this.#document(idAtEnd(key));
        // Closed since the iteration began.
        if (record !== null && isUnfinished(record)) yield record;
      }
    }
  }

  async *keptReceipts(): AsyncIterable<{ readonly record: ReceiptRecord; readonly raw: Uint8Array }> {
    for await (const keys of this.#store.keys(ALL_RAW, 'ascending', RAW_SLICE)) {
      for (const key of keys) {
        const record = this.#receipt(idAtEnd(key));
        const raw = this.#store.findBytes(key);
        if (record !== null && raw !== null) yield { record, raw };
      }
    }
  }

  async *originNotes(): AsyncIterable<OriginNote> {
    for await (const entries of this.#store.entries(ALL_ORIGINS, 'ascending', SLICE)) {
      for (const [key, origin] of entries) {
        const [business, name] = twoParts(key);
        yield { business: business as BusinessKey, name, origin: origin as DocumentId };
      }
    }
  }

  async counts(): Promise<readonly LedgerCount[]> {
    const counts: LedgerCount[] = [];
    for await (const entries of this.#store.entries(ALL_COUNTS, 'ascending', SLICE)) {
      for (const [key, count] of entries) {
        const [business, text] = twoParts(key);
        const stage = STAGES.find((known) => known === text);
        if (stage !== undefined && count !== '0')
          counts.push({ business: business as BusinessKey, stage, documents: Number(count) });
      }
    }
    return counts;
  }

  standings(day: string | null): Promise<readonly StandingCount[]> {
    return readStandings(this.#store, day);
  }

  async latestId(): Promise<string | null> {
    const document = await this.#lastId(ALL_DOCUMENTS);
    const receipt = await this.#lastId(ALL_RECEIPTS);
    const act = await this.#lastId(ALL_ACTS);
    const known = [document, receipt, act, this.#store.find(PRUNED_KEY)].filter((id) => id !== null);
    return known.length === 0 ? null : known.reduce((latest, id) => (id > latest ? id : latest));
  }

  async *allDocuments(): AsyncIterable<DocumentRecord> {
    for await (const texts of textsOf(this.#store, ALL_DOCUMENTS, 'ascending', SLICE)) yield* texts.map(decodeDocument);
  }

  allEntries(): AsyncIterable<readonly LedgerEntry[]> {
    return entriesOf(this.#store);
  }

  book(since: string | null, until: string | null): AsyncIterable<readonly BookEntry[]> {
    return readBook(this.#store, since, until);
  }

  async bookEnd(): Promise<BookEnd | null> {
    return readHead(this.#store)?.head ?? null;
  }

  lastSeal(): Promise<BookSeal | null> {
    return findSeal(this.#store);
  }

  async findDamage(): Promise<LedgerDamage | null> {
    const text = this.#store.find(DAMAGE_KEY);
    return text === null ? null : decodeDamage(text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#store[Symbol.asyncDispose]();
  }

  /** A pointer may outlive what it pointed to; the record's own keys and the index do not. */
  #carries(record: DocumentRecord, key: CorrelationKey): boolean {
    if (record.keys.some(({ name, value }) => name === key.name && value === key.value)) return true;
    return this.#store.find(valueKey(key, record.id)) !== null;
  }

  /** A value can carry several key names for one document: entries of one id lie side by side, and count once. */
  async #scanValue(name: string | null, value: string, limit: number): Promise<readonly DocumentRecord[]> {
    const found: DocumentRecord[] = [];
    const wanted = name === null ? null : indexedName(name);
    for await (const keys of this.#store.keys(rangeOfValue(value), 'descending', SLICE)) {
      for (const entry of keys.map(entryOfValue)) {
        if ((wanted !== null && entry.name !== wanted) || found.at(-1)?.id === entry.id) continue;
        pushKnown(found, this.#document(entry.id));
        if (found.length === limit) return found;
      }
    }
    return found;
  }

  async #lastId(range: KeyRange): Promise<string | null> {
    for await (const keys of this.#store.keys(range, 'descending', 1)) {
      for (const key of keys) return idOfRecord(key);
    }
    return null;
  }

  #document(id: string): DocumentRecord | null {
    const text = findText(this.#store, documentKey(id as DocumentId));
    return text === null ? null : decodeDocument(text);
  }

  #receipt(id: string): ReceiptRecord | null {
    const text = findText(this.#store, receiptKey(id as ReceiptId));
    return text === null ? null : decodeReceipt(text);
  }
}

function pushKnown<R>(into: R[], record: R | null): void {
  if (record !== null) into.push(record);
}
