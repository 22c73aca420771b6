import type { CorrelationKey } from '../document.js';
import type { ReceiptRecord } from '../receipt.js';
import { findCode, type Phase } from './codes.js';
import type { PartsAnswered } from './parts-answered.js';
import { advance, NO_PROGRESS, type ProgressMark, phaseOf } from './progress.js';

/** What the receipts of one declaration say together. */
export interface StateOfReceipts {
  readonly phase: Phase | null;
  readonly mark: ProgressMark;
  readonly parts: PartsAnswered | null;
  readonly zh: string;
  readonly en: string;
}

const WORDS = {
  taken: ['平台已接收', 'Taken by the platform'],
  refused: ['平台拒收', 'Refused by the platform'],
  returned: ['退回', 'Returned'],
} as const satisfies Record<NonNullable<ProgressMark['word']>, readonly [zh: string, en: string]>;

/**
 * The state of a declaration, out of all of its receipts, in any order: it cannot contradict them, and a receipt that comes late or
 * is linked later changes it as if it had come in time. The ledger keeps the same fold beside the document (decision 0032). `keys` of
 * the document, none where it is not known.
 */
export function stateOfReceipts(
  receipts: readonly ReceiptRecord[],
  keys: readonly CorrelationKey[],
): StateOfReceipts | null {
  const marks = receipts.flatMap(marksOf);
  const { current, phase, parts } = marks.reduce(advance, { ...NO_PROGRESS, keys });
  return current === null ? null : { phase, mark: current, parts, ...meaningOf(current) };
}

/** What a mark says, in words; its code where no table knows it. */
export function meaningOf({ table, code, word }: ProgressMark): { readonly zh: string; readonly en: string } {
  const meaning = findCode(table, code);
  if (meaning !== null) return { zh: meaning.zh, en: meaning.en };
  const [zh, en] = word === null ? [code, code] : WORDS[word];
  return code === '' || word === null ? { zh, en } : { zh: `${zh}（${code}）`, en: `${en} (${code})` };
}

/**
 * Empty for a receipt that says nothing about where its declaration is. Of one that judges parts there is a mark of each; what it says of
 * all of them together is a further one.
 */
export function marksOf(receipt: ReceiptRecord): readonly ProgressMark[] {
  if (receipt.unreadable !== null) return [];
  const { parts, codeTable: table, businessTimeMs: timeMs } = receipt;
  const ofParts = parts.map(({ number, code }) => {
    const isSuccess = code === receipt.code ? receipt.isSuccess : null;
    return { table, code, timeMs, word: wordOf({ ...receipt, code, isSuccess }), part: number };
  });
  if (parts.some(({ code }) => code === receipt.code)) return ofParts;
  const word = wordOf(receipt);
  if (receipt.code === null && word === null) return ofParts;
  return [...ofParts, { table, code: receipt.code ?? '', timeMs, word, part: null }];
}

function wordOf({ kind, isSuccess, code, codeTable, businessTimeMs: timeMs }: ReceiptRecord): ProgressMark['word'] {
  const isAnswer = kind === 'send-result' || kind === 'platform-response';
  const byCode = phaseOf({ table: codeTable, code: code ?? '', timeMs, word: null, part: null });
  if (isAnswer) return isSuccess === false || byCode === 'returned' ? 'refused' : isSuccess === true ? 'taken' : null;
  // The code of a receipt is exact where a table knows it; only where none does the receipt's own yes or no counts.
  return isSuccess === false && byCode === null ? 'returned' : null;
}
