import { type DocumentId, type DocumentRecord, NO_STANDING } from '../../domain/document.js';
import { decodeDocument, decodeReceipt, encodeChanges } from '../codec.js';
import { indexKeyOf } from '../document-index.js';
import { KeyCursor } from '../key-cursor.js';
import { ALL_DOCUMENTS, ALL_INDEXED, changesKey, documentKey, idAtEnd, prefixed, receiptKey } from '../keys.js';
import { type FoundText, findText, textsOf } from '../record-texts.js';
import type { Operation, ReadStore, WriteStore } from '../store.js';
import { isUnfinished } from '../unfinished.js';
import type { Migration, MigrationWorld } from './migration.js';

/** Documents in one batch, or keys that are removed in one. */
const SLICE = 500;

/**
 * Format 3: when each document was answered first, and the index of documents by business, stage and state. Every batch says how far it
 * has come, so a run that was killed goes on. A document of format 2 is read by format 3 as it is, and the other way round: an index that
 * nothing follows is removed, and that is all there is to take back.
 */
export const DOCUMENT_INDEX: Migration = { to: 3, run: addIndex, undo: removeIndex };

async function addIndex({ store, beyond, advance }: MigrationWorld): Promise<void> {
  // Rows of an earlier time follow nothing: they are older than what is read now.
  if (beyond === null) await removeIndex(store);
  const receipts = new FirstAnswers(store, beyond);
  const from = beyond === null ? ALL_DOCUMENTS.from : `${documentKey(beyond as DocumentId)}\u0001`;
  let done = 0;
  try {
    for await (const texts of textsOf(store, { ...ALL_DOCUMENTS, from }, 'ascending', SLICE)) {
      const operations: Operation[] = [];
      for (const text of texts) indexOne(text, await receipts.of(text.id), operations);
      done += texts.length;
      await advance(operations, texts.at(-1)?.id ?? null, done);
    }
  } finally {
    await receipts.close();
  }
}

export async function removeIndex(store: WriteStore): Promise<void> {
  for await (const keys of store.keys(ALL_INDEXED, 'ascending', SLICE))
    await store.write(
      keys.map((key) => ({ key, value: null })),
      false,
    );
}

function indexOne(text: FoundText, answeredMs: number | null, into: Operation[]): void {
  const now = decodeDocument(text);
  const known = now.standing?.answeredMs ?? null;
  const isNews = answeredMs !== null && answeredMs !== known;
  const after: DocumentRecord = isNews ? { ...now, standing: { ...(now.standing ?? NO_STANDING), answeredMs } } : now;
  if (isNews) {
    const first = decodeDocument({ first: text.first, changes: null });
    into.push({ key: changesKey(documentKey(now.id)), value: encodeChanges(first, after) });
  }
  const key = isUnfinished(after) ? null : indexKeyOf(after);
  if (key !== null) into.push({ key, value: '' });
}

/** The links of receipts are sorted as the documents are, so both are read once, side by side. */
class FirstAnswers {
  readonly #store: ReadStore;
  readonly #cursor: KeyCursor;
  #isBegun = false;

  constructor(store: ReadStore, beyond: string | null) {
    this.#store = store;
    const all = prefixed('t!');
    const range = beyond === null ? all : { ...all, from: `t!${beyond}\u0001` };
    this.#cursor = new KeyCursor(store.keys(range, 'ascending', SLICE));
  }

  /** Of a document behind the one before; null = nothing that could be understood came. */
  async of(id: string): Promise<number | null> {
    if (!this.#isBegun) await this.#cursor.advance();
    this.#isBegun = true;
    let earliest: number | null = null;
    for (let key = this.#cursor.head; key !== null; key = this.#cursor.head) {
      const document = key.slice(2, -ID_CHARS - 1);
      if (document > id) return earliest;
      if (document === id) {
        const answeredMs = this.#answer(idAtEnd(key));
        if (answeredMs !== null) earliest = Math.min(earliest ?? answeredMs, answeredMs);
      }
      await this.#cursor.advance();
    }
    return earliest;
  }

  close(): Promise<void> {
    return this.#cursor.close();
  }

  #answer(receipt: string): number | null {
    const text = findText(this.#store, receiptKey(receipt as Parameters<typeof receiptKey>[0]));
    if (text === null) return null;
    const { kind, receivedMs } = decodeReceipt(text);
    return kind === 'unknown' ? null : receivedMs;
  }
}

const ID_CHARS = 22;
