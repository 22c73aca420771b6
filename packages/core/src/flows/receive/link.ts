import type { CorrelationKey, DocumentRecord } from '../../domain/document.js';
import type { ReceiptId, ReceiptRecord } from '../../domain/receipt.js';
import type { LedgerChange, LedgerReader } from '../../ports/ledger.js';
import { keyText } from './correlate.js';

/** A receipt that was linked to its document only by the keys of a later one. */
export interface Linked {
  readonly receipt: ReceiptId;
  readonly document: DocumentRecord;
  readonly by: string;
}

/** A receipt of the batch in the making that has no document yet. */
interface Pending {
  readonly keys: readonly CorrelationKey[];
  readonly link: (document: DocumentRecord) => ReceiptId;
  isLinked: boolean;
}

/**
 * What the receipts of one batch link: a document is known by new names from now on, and receipts that came too early, in this
 * batch or before, find it at last. Their own keys are learned in turn, so the order in which receipts come makes no difference.
 */
export class Links {
  readonly #ledger: LedgerReader;
  readonly #assignedKeys: ReadonlySet<string>;
  readonly #learned = new Map<string, DocumentRecord>();
  readonly #pending = new Map<string, Pending[]>();
  readonly #updated = new Map<ReceiptId, ReceiptRecord>();
  readonly #keyChanges: LedgerChange[] = [];
  readonly #linked: Linked[] = [];

  /** `assignedKeys`: names of the keys that only the platform can know; a firm's own document may leave them empty. */
  constructor(ledger: LedgerReader, assignedKeys: ReadonlySet<string>) {
    this.#ledger = ledger;
    this.#assignedKeys = assignedKeys;
  }

  /** By key text; what the ledger does not know yet. */
  get learned(): ReadonlyMap<string, DocumentRecord> {
    return this.#learned;
  }

  get linked(): readonly Linked[] {
    return this.#linked;
  }

  /** What the ledger has to remember of it. */
  get changes(): readonly LedgerChange[] {
    const updates = [...this.#updated.values()].map((record): LedgerChange => ({ type: 'receipt-updated', record }));
    return [...this.#keyChanges, ...updates];
  }

  /** A receipt of this batch found no document: `link` is called when one is found for it. */
  wait(keys: readonly CorrelationKey[], link: Pending['link']): void {
    const pending: Pending = { keys, link, isLinked: false };
    for (const key of keys) {
      const waiting = this.#pending.get(keyText(key)) ?? [];
      waiting.push(pending);
      this.#pending.set(keyText(key), waiting);
    }
  }

  async learn(keys: readonly CorrelationKey[], document: DocumentRecord): Promise<void> {
    const open = [...keys];
    for (let key = open.shift(); key !== undefined; key = open.shift()) {
      if (!this.#assignedKeys.has(key.name) || isOwn(document, key) || this.#learned.has(keyText(key))) continue;
      this.#learned.set(keyText(key), document);
      this.#keyChanges.push({ type: 'document-key', id: document.id, key });
      for (const pending of this.#pending.get(keyText(key)) ?? []) {
        if (pending.isLinked) continue;
        pending.isLinked = true;
        this.#linked.push({ receipt: pending.link(document), document, by: key.name });
        open.push(...pending.keys);
      }
      for (const early of await this.#ledger.findUnlinkedReceipts(key)) {
        if (this.#updated.has(early.id)) continue;
        this.#updated.set(early.id, { ...early, document: document.id });
        this.#linked.push({ receipt: early.id, document, by: key.name });
        open.push(...early.keys);
      }
    }
  }
}

function isOwn(document: DocumentRecord, key: CorrelationKey): boolean {
  return document.keys.some((known) => known.name === key.name && known.value === key.value);
}
