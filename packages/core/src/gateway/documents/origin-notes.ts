import type { BusinessKey, DocumentId } from '../../domain/document.js';
import type { Ledger, LedgerReader } from '../../ports/ledger.js';

/** Remembers which files in an OutBox were put there by a resend, and from which document. */
export interface OriginNotes {
  /** Durable before the file appears in OutBox, so that its claim knows it. */
  note(business: BusinessKey, name: string, origin: DocumentId): Promise<void>;
  has(business: BusinessKey, name: string): boolean;
  /** The origin, once; null when the file is the firm's own. */
  take(business: BusinessKey, name: string): DocumentId | null;
}

export async function openOriginNotes(ledger: Ledger): Promise<OriginNotes> {
  const notes = await readNotes(ledger);
  return {
    async note(business, name, origin) {
      await ledger.write([{ type: 'origin-note', business, name, origin }], 'durable');
      notes.set(noteKey(business, name), origin);
    },
    has: (business, name) => notes.has(noteKey(business, name)),
    take(business, name) {
      const key = noteKey(business, name);
      const origin = notes.get(key) ?? null;
      if (origin === null) return null;
      notes.delete(key);
      // Losing this only means that a later file of the same name claims an origin: told to the ledger, and not waited for.
      ledger.write([{ type: 'origin-note', business, name, origin: null }], 'soon').catch(() => notes.set(key, origin));
      return origin;
    },
  };
}

async function readNotes(ledger: LedgerReader): Promise<Map<string, DocumentId>> {
  const notes = new Map<string, DocumentId>();
  for await (const { business, name, origin } of ledger.originNotes()) notes.set(noteKey(business, name), origin);
  return notes;
}

function noteKey(business: BusinessKey, name: string): string {
  return `${business}/${name}`;
}
