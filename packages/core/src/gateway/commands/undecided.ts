import type { TraceStep } from '../../contract/commands.js';
import type { DocumentRecord } from '../../domain/document.js';
import type { ReceiptRecord } from '../../domain/receipt.js';
import { proofFor } from '../../flows/send/look-back.js';
import type { LedgerReader } from '../../ports/ledger.js';

/** Receipts that may be about a document of unknown outcome, or about another of its number; none where it is no question. */
export async function undecidedReceipts(
  ledger: LedgerReader,
  document: DocumentRecord,
): Promise<readonly ReceiptRecord[]> {
  return document.stage === 'unknown' ? (await proofFor(ledger, document)).perhaps : [];
}

export function undecidedStep({ fileName, receivedMs }: ReceiptRecord): TraceStep {
  return { atMs: receivedMs, step: 'undecided', ...undecidedWords(fileName) };
}

export function undecidedWords(fileName: string): { readonly zh: string; readonly en: string } {
  return {
    zh: `回执 ${fileName} 可能答复本单据，也可能答复同号的其他单据：请向平台核实后用 swic settle 确定`,
    en: `receipt ${fileName} may answer this document or another of its number: ask the platform, then say so with swic settle`,
  };
}
