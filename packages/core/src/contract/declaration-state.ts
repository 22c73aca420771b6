import type { PartsAnswered } from '../domain/receipts/parts-answered.js';

/** Where a declaration is, by every receipt known of it; the order in which they came does not matter. */
export interface DeclarationState {
  /** Of domain/receipts/codes.ts, e.g. `released`; null when its code is in no table. */
  readonly phase: string | null;
  /** The platform did not take it: customs never had it, though the phase says `returned`. */
  readonly isRefused: boolean;
  readonly code: string;
  readonly codeTable: string | null;
  /** Number of the order, list or bill that is there; null = all of the document. The others are as far or further. */
  readonly part: string | null;
  /** How many of its orders, lists or bills were answered; null where that is not known. */
  readonly parts: PartsAnswered | null;
  readonly zh: string;
  readonly en: string;
  /** The platform's own time of the receipt that says so; null where it has none. */
  readonly atMs: number | null;
}
