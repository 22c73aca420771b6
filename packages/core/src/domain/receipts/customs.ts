import type { ReceiptRecord } from '../receipt.js';
import type { Phase } from './code-row.js';
import type { Customs, CustomsState } from './customs-state.js';
import { markOf } from './declaration-state.js';
import { advance, type Progress, type ProgressMark, phaseOf } from './progress.js';

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
export function advanceCustoms(before: Customs | null, receipt: ReceiptRecord): Customs | null {
  const mark = markOf(receipt);
  if (mark === null) return before;
  const marks = before?.marks ?? [];
  const { current, marks: all }: Progress = advance({ current: null, phase: null, marks }, mark);
  if (current === null || all === marks) return before;
  const { table, code, timeMs } = current;
  const state = customsStateOf(current);
  const isSame = before !== null && before.state === state && before.table === table && before.code === code;
  return { state, table, code, atMs: timeMs, sinceMs: isSame ? before.sinceMs : receipt.receivedMs, marks: all };
}

function customsStateOf(mark: ProgressMark): CustomsState {
  if (mark.word === 'refused') return 'refused';
  const phase = phaseOf(mark);
  return phase === null ? 'unclear' : STATE_OF_PHASE[phase];
}
