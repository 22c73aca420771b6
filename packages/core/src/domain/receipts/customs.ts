import type { ReceiptRecord } from '../receipt.js';
import type { Phase } from './code-row.js';
import { markOf } from './declaration-state.js';
import { advance, type Progress, type ProgressMark, phaseOf } from './progress.js';

/**
 * Where a declaration is with the platform and customs, in as few words as a list needs.
 *
 * - `taken`      the platform has it
 * - `accepted`   customs has it, or has cleared its papers
 * - `inspected`  goods are inspected, duty is due, or something is asked for
 * - `released`, `closed`
 * - `refused`    the platform did not take it
 * - `returned`   customs sent it back: may be corrected and sent again
 * - `deleted`    customs has withdrawn it
 * - `unclear`    only codes that no table knows
 */
export const CUSTOMS_STATES = [
  'taken',
  'accepted',
  'inspected',
  'released',
  'closed',
  'refused',
  'returned',
  'deleted',
  'unclear',
] as const;
export type CustomsState = (typeof CUSTOMS_STATES)[number];

/** What the receipts of one document say together, as the ledger keeps it beside the document. */
export interface Customs {
  readonly state: CustomsState;
  readonly table: string | null;
  readonly code: string;
  /** The platform's own time of the receipt that says so; null where it has none. */
  readonly atMs: number | null;
  /** When that receipt came, by our clock. */
  readonly sinceMs: number;
  /** Every code seen: what the next receipt is added to. */
  readonly marks: readonly ProgressMark[];
}

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
