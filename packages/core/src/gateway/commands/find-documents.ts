import { type DocumentRecord, isDocumentId } from '../../domain/document.js';
import type { LedgerReader } from '../../ports/ledger.js';

/** More than a person reads at once. */
const FOUND_MAX = 20;
const DOCUMENT_EXTENSIONS = ['.xml', '.zip', '.XML', '.ZIP', '.Xml', '.Zip'] as const;
/** `<base>_<17 digits>[_…].<ext>`: how a file is called after it was filed [manual]. */
const FILED_NAME = /^(.+)_\d{17}(\.[^.]+)$/u;
/** How receipts are called: the middle is a document's base name or a business key [manual]. */
const RECEIPT_NAME = /^(?:succ[a-z]*|failed|receipt)_(.+)_\d{14,26}\.[^.]+$/iu;

/**
 * Documents that a person means by a word: a document id, a name in OutBox, SentBox, FailBox or InBox, or the value of any
 * business key. Newest first.
 */
export async function findDocuments(ledger: LedgerReader, query: string): Promise<readonly DocumentRecord[]> {
  const word = query.split(/[\\/]/).at(-1) ?? query;
  const byId = isDocumentId(word) ? await ledger.findDocument(word) : null;
  if (byId !== null) return [byId];
  const found = new Map<string, DocumentRecord>();
  for (const name of namesMeant(word)) {
    for (const document of await ledger.findByName(null, name, FOUND_MAX)) found.set(document.id, document);
    for (const document of await ledger.findByKey(null, name, FOUND_MAX)) found.set(document.id, document);
  }
  const all = [...found.values()];
  const exact = all.filter((document) => document.filedAs?.path.endsWith(word));
  return (exact.length > 0 ? exact : all).sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, FOUND_MAX);
}

function namesMeant(word: string): readonly string[] {
  const names = [word];
  const filed = FILED_NAME.exec(word);
  if (filed !== null) names.push(`${filed[1]}${filed[2]}`);
  const receipt = RECEIPT_NAME.exec(word);
  // A send result carries a document's base name without its extension, so those that are cut off are tried, as they are spelled.
  if (receipt !== null) names.push(`${receipt[1]}`, ...DOCUMENT_EXTENSIONS.map((extension) => receipt[1] + extension));
  return names;
}
