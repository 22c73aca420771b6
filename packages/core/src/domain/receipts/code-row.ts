/**
 * What a code means for the life of what was declared. The order of the phases is the order of life; see progress.ts.
 *
 * - `note`      says something beside the way of the declaration
 * - `sent`      the business system took it
 * - `summary`   first step of a two-step declaration
 * - `accepted`  customs has it
 * - `review`    looked at, held, or something is asked for
 * - `passed`    the documents are cleared
 * - `action`    cleared documents, but goods are inspected or duty is due
 * - `released`  the goods may go
 * - `closed`    over
 * - `deleted`   withdrawn by customs
 * - `returned`  sent back: may be corrected and sent again
 */
export const PHASES = {
  note: { rank: 0, isFinal: false, isSuccess: null },
  sent: { rank: 10, isFinal: false, isSuccess: null },
  summary: { rank: 15, isFinal: false, isSuccess: null },
  accepted: { rank: 20, isFinal: false, isSuccess: null },
  review: { rank: 30, isFinal: false, isSuccess: null },
  passed: { rank: 40, isFinal: false, isSuccess: true },
  action: { rank: 50, isFinal: false, isSuccess: null },
  returned: { rank: 55, isFinal: false, isSuccess: false },
  released: { rank: 60, isFinal: true, isSuccess: true },
  closed: { rank: 70, isFinal: true, isSuccess: true },
  deleted: { rank: 80, isFinal: true, isSuccess: false },
} as const satisfies Record<
  string,
  { readonly rank: number; readonly isFinal: boolean; readonly isSuccess: boolean | null }
>;

export type Phase = keyof typeof PHASES;

/** One code of a table. `*` as the code means every code the table does not name. */
export interface CodeMeaning {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly phase: Phase;
}

export type CodeRow = readonly [code: string, phase: Phase, zh: string, en: string];

export interface CodeTable {
  /** What the codes of this table are called. */
  readonly nameZh: string;
  readonly nameEn: string;
  readonly rows: readonly CodeRow[];
}
