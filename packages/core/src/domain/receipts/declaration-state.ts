import type { ReceiptRecord } from '../receipt.js';
import { findCode, type Phase } from './codes.js';
import { advance, NO_PROGRESS, type ProgressMark } from './progress.js';

/** What the receipts of one declaration say together. */
export interface StateOfReceipts {
  readonly phase: Phase | null;
  readonly mark: ProgressMark;
  readonly zh: string;
  readonly en: string;
}

/**
 * The state of a declaration, out of all of its receipts, in any order. It is not stored: it follows from the receipts, so it
 * cannot contradict them, and a receipt that comes late or is linked later changes it as if it had come in time.
 */
export function stateOfReceipts(receipts: readonly ReceiptRecord[]): StateOfReceipts | null {
  const marks = receipts.map(markOf).filter((mark) => mark !== null);
  const { current, phase } = marks.reduce(advance, NO_PROGRESS);
  if (current === null) return null;
  const meaning = findCode(current.table, current.code);
  return { phase, mark: current, zh: meaning?.zh ?? current.code, en: meaning?.en ?? current.code };
}

function markOf(receipt: ReceiptRecord): ProgressMark | null {
  if (receipt.code === null || receipt.unreadable !== null) return null;
  return { table: receipt.codeTable, code: receipt.code, timeMs: receipt.businessTimeMs };
}
