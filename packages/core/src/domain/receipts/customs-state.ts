import type { PartsAnswered } from './parts-answered.js';
import type { ProgressMark } from './progress.js';

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
  /** Null where no receipt names a part of the document, or it does not tell how many it has; also in records of before there was this. */
  readonly parts: PartsAnswered | null;
  /** Every code seen: what the next receipt is added to. */
  readonly marks: readonly ProgressMark[];
}
