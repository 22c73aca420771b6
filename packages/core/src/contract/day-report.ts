import type { BusinessDay } from '../domain/report/business-day.js';

export type { BusinessDay } from '../domain/report/business-day.js';

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
}

/** What a person asks about a day; part of `CommandMap`. */
export interface ReportCommandMap {
  /** `day` (`yyyyMMdd`, China time) null = today. */
  report: { readonly params: { readonly day: string | null }; readonly result: DayReport };
}
