import type { CorrelationKey, DocumentId, DocumentRecord } from '../../domain/document.js';
import { type Evidence, isAnswer } from '../../domain/receipts/addressee.js';
import { type Candidate, chooseAddressee } from '../../domain/receipts/choose-addressee.js';
import type { LedgerReader } from '../../ports/ledger.js';

/** Which document a receipt answers, and how we know. */
export interface Correlation {
  readonly document: DocumentRecord;
  readonly by: string;
  /** Documents on their way that it may settle: with one number there may be several. */
  readonly unsettled: readonly DocumentId[];
}

/** What correlation needs beside the receipt. */
export interface Correlating {
  readonly ledger: LedgerReader;
  /** The document id inside a message id of ours; null when it is not one of ours. */
  readonly documentOf: (messageId: string) => DocumentId | null;
  /** By key text: what was learned from earlier receipts of the same batch, and the ledger does not know yet. */
  readonly learned: ReadonlyMap<string, DocumentRecord>;
  /** Roots of the documents that the receipt can be about; empty = any. */
  readonly answers: readonly string[];
  /** Answers of the same batch to a document, which the ledger does not know yet. */
  readonly answersTo: (document: DocumentId) => readonly Evidence[];
}

/** More documents with one number are no longer a mistake of a person. */
export const SAME_KEY_MAX = 32;

/**
 * Finds the document: by the id of our own message, then by business keys, then by file name (domain: correlation order,
 * section 6.3). Several documents of one key are told apart by `chooseAddressee`; one that never left us is not answered.
 */
export async function correlate(receipt: Evidence, correlating: Correlating): Promise<Correlation | null> {
  const { messageId, sentName } = receipt;
  const ours = messageId === null ? null : correlating.documentOf(messageId);
  const byId = ours === null ? null : await correlating.ledger.findDocument(ours);
  if (byId !== null) return { document: byId, by: 'message-id', unsettled: unsettled([byId]) };
  for (const key of receipt.keys) {
    const found = await choose(receipt, await ofKey(key, correlating), correlating);
    if (found !== null) return { by: key.name, ...found };
  }
  if (sentName === null) return null;
  const found = await choose(receipt, await correlating.ledger.findByName(null, sentName, SAME_KEY_MAX), correlating);
  return found === null ? null : { ...found, by: 'file-name' };
}

async function ofKey(key: CorrelationKey, correlating: Correlating): Promise<readonly DocumentRecord[]> {
  const { learned, ledger, answers } = correlating;
  const known = await ledger.findByKey(key.name, key.value, SAME_KEY_MAX);
  const taught = learned.get(keyText(key));
  const all = taught === undefined || known.some(({ id }) => id === taught.id) ? known : [taught, ...known];
  // An order and its list share a number: the answer to the one is none to the other.
  return answers.length === 0 ? all : all.filter(({ root }) => root === '' || answers.includes(root));
}

async function choose(
  receipt: Evidence,
  documents: readonly DocumentRecord[],
  correlating: Correlating,
): Promise<Omit<Correlation, 'by'> | null> {
  // Alone, what was answered before makes no difference, and is not read.
  const isAlone = documents.length === 1;
  const candidates: Candidate[] = [];
  for (const document of documents)
    candidates.push({ document, answers: isAlone ? [] : await answersOf(document.id, correlating) });
  const document = chooseAddressee(receipt, candidates);
  return document === null ? null : { document, unsettled: unsettled(documents) };
}

async function answersOf(document: DocumentId, { ledger, answersTo }: Correlating): Promise<readonly Evidence[]> {
  const known = (await ledger.receiptsOf(document)).filter(isAnswer);
  return [...known, ...answersTo(document)];
}

function unsettled(documents: readonly DocumentRecord[]): readonly DocumentId[] {
  return documents.filter(({ stage }) => stage === 'unknown' || stage === 'sealed').map(({ id }) => id);
}

export function keyText(key: CorrelationKey): string {
  return `${key.name}=${key.value}`;
}
