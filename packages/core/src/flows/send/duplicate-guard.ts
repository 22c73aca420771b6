import type { BusinessKey, DocumentRecord } from '../../domain/document.js';
import { ANY_DOCUMENT, type LedgerReader } from '../../ports/ledger.js';
import { ToldOnce } from './told-once.js';

/** A file whose content was sent before. */
export interface Twin {
  readonly name: string;
  readonly atMs: number;
}

interface Remembered extends Twin {
  /** Its document is not at its end yet, so the ledger may not know it. */
  isOpen: boolean;
}

/** Contents remembered for each business, some 250 bytes each. Beyond it the oldest are forgotten: the guard then misses, never errs. */
const REMEMBERED_MAX = 20_000;
/** Documents read back at a start. */
const SEEDED_MAX = 20_000;
const PAGE = 1_000;
/** Documents of one name that are looked at to find the one with this content. */
const SAME_NAME_MAX = 32;

/**
 * Notices that the same bytes come a second time within the window. What is remembered here is only a hint, which costs nothing
 * for the files that come once; the ledger decides, so a document that was rejected or withdrawn may come again.
 */
export class DuplicateGuard {
  readonly #business: BusinessKey;
  readonly #ledger: LedgerReader;
  /** By sha-256, oldest first. */
  readonly #seen = new Map<string, Remembered>();
  readonly #told = new ToldOnce();

  constructor(business: BusinessKey, ledger: LedgerReader) {
    this.#business = business;
    this.#ledger = ledger;
  }

  /** Reads back what was sent within the window before this start. */
  async seed(sinceMs: number): Promise<void> {
    let before: DocumentRecord['id'] | null = null;
    const found: DocumentRecord[] = [];
    while (found.length < SEEDED_MAX) {
      const query = { ...ANY_DOCUMENT, business: this.#business, sinceMs, before, limit: PAGE };
      const page: readonly DocumentRecord[] = await this.#ledger.listDocuments(query);
      found.push(...page.filter(isSent));
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) break;
      before = last.id;
    }
    for (const { sha256, name, times } of found.reverse())
      this.#seen.set(sha256, { name, atMs: times.claimed, isOpen: false });
  }

  /** False = these bytes were certainly not sent within what is remembered. */
  mayKnow(sha256: string): boolean {
    return this.#seen.has(sha256);
  }

  /** The file that had these bytes since then; null = none, or none that was sent. */
  async find(sha256: string, sinceMs: number): Promise<Twin | null> {
    const hint = this.#seen.get(sha256);
    if (hint === undefined || hint.atMs < sinceMs) return null;
    if (hint.isOpen) return hint;
    const sameName = await this.#ledger.findByName(this.#business, hint.name, SAME_NAME_MAX);
    return sameName.some((document) => document.sha256 === sha256 && isSent(document)) ? hint : null;
  }

  /** These bytes are being sent from now on. The returned function says that this has come to its end, whatever it was. */
  remember(sha256: string, name: string, nowMs: number): () => void {
    if (this.#seen.size >= REMEMBERED_MAX) {
      const [oldest] = this.#seen.keys();
      if (oldest !== undefined) this.#seen.delete(oldest);
    }
    const entry: Remembered = { name, atMs: nowMs, isOpen: true };
    this.#seen.delete(sha256);
    this.#seen.set(sha256, entry);
    return () => {
      entry.isOpen = false;
    };
  }

  isNews(sha256: string, name: string): boolean {
    return this.#told.isNews(sha256, name);
  }
}

/** Rejected and withdrawn ones never left, so their content is still to be sent. */
function isSent({ stage }: DocumentRecord): boolean {
  return stage !== 'rejected' && stage !== 'withdrawn';
}
