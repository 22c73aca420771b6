import type { BusinessDay } from '../domain/report/business-day.js';

export type { BusinessDay } from '../domain/report/business-day.js';
export type { HeldTime } from '../domain/report/held-times.js';

/** What became of the documents that were claimed on a day, and what came in on it. Never the name or the content of a document. */
export interface DayReport {
  /** `yyyyMMdd`, China time. */
  readonly day: string;
  /** False while the day is not over. */
  readonly isWhole: boolean;
  /** Those with anything to tell, by key. */
  readonly businesses: readonly BusinessDay[];
  /** Of the certificate of the signer, from now on; null = there is none, or no agent runs that knows it. */
  readonly signerDays: number | null;
  /** The latest day that the book has sealed, `yyyyMMdd`, and its head; null = none yet. */
  readonly bookHead: { readonly day: string; readonly head: string } | null;
}

/** The report of a day as it is told by itself at its time: `alerts.report`. */
export interface DailyReport extends DayReport {
  /** `yyyyMMdd`, China time: the day on which its time came. There is one for each. */
  readonly dueDay: string;
  /** When it was made; epoch ms. */
  readonly madeMs: number;
  /** It is told after its time, e.g. since no agent ran then. */
  readonly isLate: boolean;
}

/** What a person asks about a day; part of `CommandMap`. */
export interface ReportCommandMap {
  /** `day` (`yyyyMMdd`, China time) null = today. */
  report: { readonly params: { readonly day: string | null }; readonly result: DayReport };
}
