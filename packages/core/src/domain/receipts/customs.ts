import type { CorrelationKey } from '../document.js';
import type { ReceiptRecord } from '../receipt.js';
import type { Phase } from './code-row.js';
import type { CustomsFilter } from './customs-filter.js';
import type { Customs, CustomsState } from './customs-state.js';
import { marksOf } from './declaration-state.js';
import { advance, NO_PROGRESS, type Progress, type ProgressMark, phaseOf } from './progress.js';

const STATE_OF_PHASE = {
  note: 'taken',
  sent: 'taken',
  summary: 'accepted',
  accepted: 'accepted',
  review: 'inspected',
  passed: 'accepted',
  action: 'inspected',
  returned: 'returned',
  released: 'released',
  closed: 'closed',
  deleted: 'deleted',
} as const satisfies Record<Phase, CustomsState>;

/** After one more receipt; the same object where that says nothing new. Any order of the same receipts gives the same state. */
export function advanceCustoms(
  before: Customs | null,
  receipt: ReceiptRecord,
  keys: readonly CorrelationKey[],
): Customs | null {
  const marks = before?.marks ?? [];
  const start: Progress = { ...NO_PROGRESS, marks, keys };
  const { current, marks: all, parts } = marksOf(receipt).reduce(advance, start);
  if (current === null || all === marks) return before;
  const { table, code, timeMs } = current;
  const state = customsStateOf(current);
  const isSame = before !== null && before.state === state && before.table === table && before.code === code;
  return { state, table, code, atMs: timeMs, sinceMs: isSame ? before.sinceMs : receipt.receivedMs, marks: all, parts };
}

/** What receipts say together, in the words of the lists; `keys` of their document, none where it is not known. */
export function saidBy(receipts: readonly ReceiptRecord[], keys: readonly CorrelationKey[]): CustomsFilter {
  const said = receipts.reduce<Customs | null>((before, receipt) => advanceCustoms(before, receipt, keys), null);
  return said?.state ?? 'none';
}

function customsStateOf(mark: ProgressMark): CustomsState {
  if (mark.word === 'refused') return 'refused';
  const phase = phaseOf(mark);
  return phase === null ? 'unclear' : STATE_OF_PHASE[phase];
}
