import type { BusinessKey, DocumentId, DocumentRecord } from '../../domain/document.js';
import type { ReceiptRecord } from '../../domain/receipt.js';
import { type Evidence, isAnswer } from '../../domain/receipts/addressee.js';
import type { Unsealed } from '../../domain/receipts/unsealed.js';
import { type Answer, evidenceOf, sentNameOf } from './answers.js';
import { type Correlation, correlate } from './correlate.js';
import type { Links } from './link.js';
import type { Receiving } from './receiver.js';

/** What the deliveries of one batch said so far. */
export interface SoFar {
  readonly links: Links;
  /** By the document that they answer. */
  readonly answers: Map<DocumentId, Evidence[]>;
}

export function addresseeOf(
  receiving: Receiving,
  answer: Answer,
  { links, answers }: SoFar,
): Promise<Correlation | null> {
  return correlate(evidenceOf(answer), {
    ledger: receiving.journal.ledger,
    documentOf: receiving.receiver.names.documentOf,
    learned: links.learned,
    answers: answer.unsealed.answers,
    answersTo: (document) => answers.get(document) ?? [],
  });
}

/** As the receipt that it may be once more; it says nothing about the document that waits. */
export async function linkedAs(
  receiving: Receiving,
  { document }: Pick<ReceiptRecord, 'document'>,
  correlation: Correlation | null,
): Promise<Correlation | null> {
  const known = document === null ? null : await receiving.journal.ledger.findDocument(document);
  return known === null || correlation === null ? null : { ...correlation, document: known, unsettled: [] };
}

/** The next answer of the batch to the same number knows of this one. */
export function answered({ answers }: SoFar, evidence: Evidence, document: DocumentRecord): void {
  if (isAnswer(evidence)) answers.set(document.id, [...(answers.get(document.id) ?? []), evidence]);
}

/** The business whose InBox it belongs to. The document knows it for certain; what a receipt looks like is only a likelihood. */
export function businessOf(
  receiving: Receiving,
  { businesses }: Pick<Unsealed, 'businesses'>,
  document: DocumentRecord | null,
): BusinessKey {
  return receiving.receiver.desk(document === null ? businesses : [document.business, ...businesses]).business;
}

/** What is the same for all receipts of a delivery, or decided before. */
export interface Given {
  readonly fingerprint: string;
  readonly sha256: string;
  readonly business: BusinessKey;
}

/** With a file of its own. */
export function createReceipt(
  receiving: Receiving,
  { unsealed, messageId }: Answer,
  { fingerprint, sha256, business }: Given,
  correlation: Correlation | null,
): ReceiptRecord {
  const receivedMs = receiving.journal.clock.nowMs();
  const document = correlation?.document ?? null;
  return {
    id: receiving.receiver.names.mintId(),
    fingerprint,
    business,
    kind: unsealed.kind,
    isSuccess: unsealed.isSuccess,
    root: unsealed.root,
    code: unsealed.code,
    codeTable: unsealed.codeTable,
    text: unsealed.text,
    parts: unsealed.parts,
    keys: unsealed.keys,
    businessTimeMs: unsealed.businessTimeMs,
    receivedMs,
    document: document?.id ?? null,
    fileName: receiving.receiver.names.nameReceipt(unsealed, document, { business, receivedMs }),
    messageId,
    sentName: sentNameOf(unsealed),
    sizeBytes: unsealed.receipt.length,
    sha256,
    unreadable: unsealed.unreadable,
    depositedMs: null,
    carrier: null,
    companions: [],
    acceptedMs: null,
  };
}
