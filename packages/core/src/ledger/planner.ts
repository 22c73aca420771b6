import assert from 'node:assert/strict';
import { actBody, damageBody } from '../domain/book/other-bodies.js';
import type { CorrelationKey, DocumentId, DocumentRecord } from '../domain/document.js';
import type { ReceiptId, ReceiptRecord } from '../domain/receipt.js';
import { fingerprintOfBytes } from '../domain/receipts/fingerprint.js';
import { canFollow } from '../domain/stage.js';
import { draftBook } from './book/changes.js';
import { type BookWriter, headOperations } from './book/writer.js';
import { decodeDocument, decodeReceipt } from './codec.js';
import { encodeDamage } from './damage.js';
import { add, type Draft, type Known, leavingFirst, newDraft, type Plan } from './draft.js';
import {
  actKey,
  BEGUN_KEY,
  countKey,
  DAMAGE_KEY,
  documentKey,
  fingerprintKey,
  learnedKey,
  originKey,
  PRUNED_KEY,
  parsePointer,
  pointerKey,
  rawKey,
  receiptKey,
  unlinkedPointerKey,
  valueKey,
} from './keys.js';
import { documentOperations, learning, newKeys, receiptOperations, type Step } from './operations.js';
import { pointToLatest, pointToNewest } from './pointers.js';
import { RecordCache } from './record-cache.js';
import { findText } from './record-texts.js';
import { hasLearned, keepingStanding, withHandled, withLearned, withReceipt, withSuccessor } from './standing.js';
import { formatTally, StandingCounts } from './standing-counts.js';
import { reversed, still } from './steps.js';
import type { Operation, ReadStore } from './store.js';
import type { Change, Forgotten, Submission } from './submission.js';
import { isUnfinished } from './unfinished.js';

/** Documents and receipts in flight are fewer than this; 8,192 records are about 8 MB. */
const CACHED_MAX = 8_192;

/**
 * Turns what callers submitted into one batch. Pure but for reading: nothing of it is remembered until `keep`, so a batch that
 * could not be written leaves no trace. Several steps of one record in a batch become one write.
 */
export class Planner {
  readonly #store: ReadStore;
  readonly #documents = new RecordCache<DocumentId, Known<DocumentRecord>>(CACHED_MAX);
  readonly #receipts = new RecordCache<ReceiptId, Known<ReceiptRecord>>(CACHED_MAX);
  readonly #counts: Map<string, number>;
  readonly #standings: StandingCounts;
  readonly #book: BookWriter;
  #number: number;

  /** `counts` by count key; `number` of the last batch. */
  constructor(store: ReadStore, counts: ReadonlyMap<string, number>, number: number, book: BookWriter) {
    this.#store = store;
    this.#counts = new Map(counts);
    this.#standings = new StandingCounts(store);
    this.#number = number;
    this.#book = book;
  }

  /** 0 = no batch was ever written. */
  get lastNumber(): number {
    return this.#number;
  }

  /** Submissions that break a rule are refused, whole; the others are planned as if those had never been there. */
  plan(submissions: readonly Submission[], nowMs: number): Plan {
    const draft = newDraft();
    for (const submission of submissions) {
      try {
        for (const change of submission.changes) this.#apply(change, draft, nowMs);
      } catch (reason) {
        if (!(reason instanceof assert.AssertionError)) throw reason;
        submission.refuse(reason);
        const others = submissions.filter((other) => other !== submission);
        return this.plan(others, nowMs);
      }
    }
    return this.#finish(draft, nowMs);
  }

  /** The batch is written. */
  keep(plan: Plan): void {
    this.#number = plan.number;
    this.#book.keep(plan.book);
    for (const [key, count] of plan.counts) this.#counts.set(key, count);
    this.#standings.keep(plan.standings);
    for (const [id, { first, after }] of plan.documents) {
      if (after !== null && isUnfinished(after)) this.#documents.set(id, { first: first ?? after, now: after });
      else this.#documents.delete(id);
    }
    for (const [id, { first, after }] of plan.receipts) {
      // A deposited one is hardly ever written again, and what is kept long is copied again and again by the collector.
      if (after === null || after.depositedMs !== null) this.#receipts.delete(id);
      else this.#receipts.set(id, { first: first ?? after, now: after });
    }
  }

  /**
   * A batch whose callers were told that it failed turned out to be written after all: the batch that takes it back. Pointers
   * and learned keys stay, since readers check the first and the second are true all the same.
   */
  undo(plan: Plan, nowMs: number): readonly Operation[] {
    const operations: Operation[] = [];
    for (const step of plan.documents.values()) documentOperations(reversed(step), operations);
    for (const [id, step] of plan.receipts) {
      const { before } = step;
      receiptOperations(reversed(step), operations);
      if (before === null) operations.push({ key: rawKey(id), value: null });
    }
    operations.push(...plan.reversals);
    for (const key of plan.counts.keys()) operations.push({ key, value: String(this.#counts.get(key) ?? 0) });
    for (const key of plan.standings.keys()) operations.push({ key, value: formatTally(this.#standings.get(key)) });
    this.#number = plan.number + 1;
    operations.push(...this.#book.undo(plan.book, nowMs), ...headOperations(this.#book.head, this.#number));
    return operations;
  }

  #apply(change: Change, draft: Draft, nowMs: number): void {
    switch (change.type) {
      case 'document':
        return this.#writeDocument(change.record, draft);
      case 'document-key':
        return this.#learnKey(change.id, change.key, draft);
      case 'receipt':
        assert(this.#receiptStep(change.record.id, draft).after === null, 'a receipt is new only once');
        draft.receipts.set(change.record.id, { first: null, before: null, after: change.record });
        if (change.raw !== null) draft.others.push({ key: rawKey(change.record.id), value: change.raw });
        this.#tellDocument(change.record, draft);
        return pointToLatest(this.#store, change.record, draft);
      case 'document-handled':
        return this.#changeDocument(change.id, draft, (document) => withHandled(document, change.handled));
      case 'act':
        draft.told.push(actBody(change.record));
        return this.#note(actKey(change.record.id), JSON.stringify(change.record), draft);
      case 'forget-act':
        return this.#note(actKey(change.id), null, draft);
      case 'receipt-updated':
        return this.#updateReceipt(change.record, draft);
      case 'receipt-flushed':
        draft.others.push({ key: rawKey(change.id), value: null });
        return;
      case 'origin-note':
        return this.#note(originKey(change.business, change.name), change.origin, draft);
      case 'forget-document':
        return this.#forgetDocument(change, draft);
      case 'forget-receipt':
        return this.#forgetReceipt(change.id, draft);
      case 'damage':
        draft.told.push(damageBody(change.damage, nowMs));
        return this.#note(DAMAGE_KEY, encodeDamage(change.damage), draft);
      case 'begin':
        draft.told.push({ at: change.atMs, kind: 'run' });
        return this.#note(BEGUN_KEY, String(change.atMs), draft);
      case 'book':
      case 'seal-book':
      case 'forget-page':
      case 'forgot-book':
        return draftBook(change, this.#store, draft);
    }
  }

  #writeDocument(record: DocumentRecord, draft: Draft): void {
    const step = this.#documentStep(record.id, draft);
    const now = step.after;
    if (now === null) assert(canFollow('claimed', record.stage), `a document cannot begin as ${record.stage}`);
    else {
      assert(canFollow(now.stage, record.stage), `${record.stage} cannot follow ${now.stage}`);
      assert(now.name === record.name && now.business === record.business, 'a document keeps its name and business');
    }
    const after = now === null ? record : keepingStanding(now, record);
    draft.documents.set(record.id, { ...step, after });
    if (now === null && record.origin !== null)
      this.#changeDocument(record.origin, draft, (origin) => withSuccessor(origin, record.id));
    for (const key of newKeys(now, record)) pointToNewest(this.#store, key, record.id, draft);
  }

  #learnKey(id: DocumentId, key: CorrelationKey, draft: Draft): void {
    const { after } = this.#documentStep(id, draft);
    // Forgotten since then: an index entry would lead nowhere.
    if (after === null || hasLearned(after, key)) return;
    this.#changeDocument(id, draft, (document) => withLearned(document, key));
    draft.others.push({ key: valueKey(key, id), value: '' }, { key: learnedKey(id, key), value: '' });
    pointToNewest(this.#store, key, id, draft);
  }

  /** Of a document that the ledger knows still; what the ledger itself keeps of it. */
  #changeDocument(id: DocumentId, draft: Draft, change: (document: DocumentRecord) => DocumentRecord): void {
    const step = this.#documentStep(id, draft);
    if (step.after === null) return;
    const after = change(step.after);
    if (after !== step.after) draft.documents.set(id, { ...step, after });
  }

  /** In the same batch as the receipt, so that no crash leaves the two in contradiction. */
  #tellDocument(receipt: ReceiptRecord, draft: Draft): void {
    if (receipt.document === null) return;
    this.#changeDocument(receipt.document, draft, (document) => withReceipt(document, receipt));
  }

  #updateReceipt(record: ReceiptRecord, draft: Draft): void {
    const step = this.#receiptStep(record.id, draft);
    assert(step.after !== null, 'a receipt that is updated is known');
    assert(step.after.fingerprint === record.fingerprint, 'a receipt keeps its fingerprint');
    const after = learning(step.after, record);
    draft.receipts.set(record.id, { ...step, after });
    if (step.after.document !== after.document) this.#tellDocument(after, draft);
  }

  #note(key: string, value: string | null, draft: Draft): void {
    draft.others.push({ key, value });
    draft.reversals.push({ key, value: this.#store.find(key) });
  }

  #forgetDocument({ id, learned, heirs }: Forgotten, draft: Draft): void {
    const step = this.#documentStep(id, draft);
    if (step.after === null || isUnfinished(step.after)) return;
    draft.documents.set(id, { ...step, after: null });
    for (const key of [...step.after.keys, ...learned]) {
      const pointer = pointerKey(key);
      const text = this.#store.find(pointer);
      if (text !== null && parsePointer(text).id === id)
        draft.others.push({ key: pointer, value: heirs.get(pointer) ?? null });
    }
    for (const key of learned)
      draft.others.push({ key: valueKey(key, id), value: null }, { key: learnedKey(id, key), value: null });
    this.#rememberForgotten(id, draft);
  }

  #forgetReceipt(id: ReceiptId, draft: Draft): void {
    const step = this.#receiptStep(id, draft);
    if (step.after === null || this.#store.find(rawKey(id)) !== null) return;
    draft.receipts.set(id, { ...step, after: null });
    for (const key of step.after.keys) {
      const pointer = unlinkedPointerKey(key);
      if (this.#store.find(pointer) === id) draft.others.push({ key: pointer, value: null });
    }
    // Its record's own fingerprint goes with it, and must not take a later receipt of the same bytes along.
    const bytes = fingerprintKey(fingerprintOfBytes(step.after.fingerprint));
    const latest = this.#store.find(bytes);
    draft.others.push(...leavingFirst(step.after, this.#store));
    if (latest !== null) draft.others.push({ key: bytes, value: latest === id ? null : latest });
    this.#rememberForgotten(id, draft);
  }

  /** Ids must not be minted again after all that had later ones is forgotten and the clock was set back. */
  #rememberForgotten(id: string, draft: Draft): void {
    if ((this.#store.find(PRUNED_KEY) ?? '') < id) draft.others.push({ key: PRUNED_KEY, value: id });
  }

  #finish(draft: Draft, nowMs: number): Plan {
    const operations: Operation[] = [];
    const deltas = new Map<string, number>();
    for (const step of draft.documents.values()) {
      documentOperations(step, operations);
      if (step.before !== null) add(deltas, countKey(step.before.business, step.before.stage), -1);
      if (step.after !== null) add(deltas, countKey(step.after.business, step.after.stage), 1);
    }
    for (const step of draft.receipts.values()) receiptOperations(step, operations);
    operations.push(...draft.others);
    for (const [key, value] of draft.pointers) operations.push({ key, value });
    const counts = new Map<string, number>();
    for (const [key, delta] of deltas) if (delta !== 0) counts.set(key, (this.#counts.get(key) ?? 0) + delta);
    for (const [key, count] of counts) operations.push({ key, value: String(count) });
    const standings = this.#standings.after(draft.documents.values());
    for (const [key, tally] of standings) operations.push({ key, value: formatTally(tally) });
    const number = this.#number + 1;
    const { operations: pages, head: book } = this.#book.write(draft, nowMs);
    operations.push(...pages, ...headOperations(book, number));
    const { documents, receipts, reversals } = draft;
    return { number, operations, documents, receipts, counts, standings, reversals, book };
  }

  /** The step of this batch so far; one that changes nothing where the batch has none. */
  #documentStep(id: DocumentId, draft: Draft): Step<DocumentRecord> {
    const step = draft.documents.get(id);
    if (step !== undefined) return step;
    const cached = this.#documents.get(id);
    if (cached !== undefined) return { first: cached.first, before: cached.now, after: cached.now };
    return still(findText(this.#store, documentKey(id)), decodeDocument);
  }

  #receiptStep(id: ReceiptId, draft: Draft): Step<ReceiptRecord> {
    const step = draft.receipts.get(id);
    if (step !== undefined) return step;
    const cached = this.#receipts.get(id);
    if (cached !== undefined) return { first: cached.first, before: cached.now, after: cached.now };
    return still(findText(this.#store, receiptKey(id)), decodeReceipt);
  }
}
