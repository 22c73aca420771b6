import type { CorrelationKey, DocumentId, DocumentRecord } from '../domain/document.js';
import type { Unsealed } from '../ports/jobs.js';
import type { LedgerReader } from '../ports/ledger.js';

/** Which document a receipt answers, and how we know. */
export interface Correlation {
  readonly document: DocumentRecord;
  readonly by: string;
}

/** Keys that the platform assigns and that only receipts can teach us; in a firm's own document they may be empty. */
export const LEARNED_KEYS: ReadonlySet<string> = new Set([
  'seqNo',
  'entryId',
  'etpsPreentNo',
  'businessId',
  'consignNo',
  'transNo',
]);

/**
 * Finds the document: by the id of our own message, then by business keys, then by file name (domain: correlation order,
 * section 6.3). `learned` holds what earlier receipts of the same batch taught and the ledger does not know yet.
 */
export async function correlate(
  unsealed: Unsealed,
  documentOf: (messageId: string) => DocumentId | null,
  learned: ReadonlyMap<string, DocumentRecord>,
  ledger: LedgerReader,
): Promise<Correlation | null> {
  const { messageId, fileName, businessKeys } = unsealed.envelope;
  const ours = messageId === null ? null : documentOf(messageId);
  const byId = ours === null ? null : await ledger.findDocument(ours);
  if (byId !== null) return { document: byId, by: 'message-id' };
  for (const key of [...unsealed.keys, ...businessKeys]) {
    const document = learned.get(keyText(key)) ?? (await newest(ledger, key));
    if (document === null) continue;
    const isAnswer = fileName !== null && unsealed.kind === 'send-result' && document.name !== fileName;
    return { document: isAnswer ? await ofThatName(ledger, key, fileName, document) : document, by: key.name };
  }
  if (fileName === null || unsealed.kind !== 'send-result') return null;
  const [byName] = await ledger.findByName(null, fileName, 1);
  return byName === undefined ? null : { document: byName, by: 'file-name' };
}

/** A key names at most one living declaration; sent twice, the newest is the one that is answered. */
async function newest(ledger: LedgerReader, key: CorrelationKey): Promise<DocumentRecord | null> {
  const [found] = await ledger.findByKey(key.name, key.value, 1);
  return found ?? null;
}

/** A number that was used twice names two documents: the answer to one of them also says the name of its file. */
async function ofThatName(
  ledger: LedgerReader,
  key: CorrelationKey,
  fileName: string,
  otherwise: DocumentRecord,
): Promise<DocumentRecord> {
  const sameKey = await ledger.findByKey(key.name, key.value, SAME_KEY_MAX);
  return sameKey.find(({ name }) => name === fileName) ?? otherwise;
}

/** More documents with one number are no mistake of a person any more. */
const SAME_KEY_MAX = 16;

export function keyText(key: CorrelationKey): string {
  return `${key.name}=${key.value}`;
}
