import type { Snapshot } from '@swic/core/contract';
import {
  type LinkState,
  LOG_INITIAL,
  type Locale,
  type LogState,
  OVERDUE_INITIAL,
  type OverdueState,
  RECEIPTS_INITIAL,
  type ReceiptsState,
  type Tone,
} from '@swic/desk';
import type { SessionState } from './browser/session.js';
import { LEDGER_LIST_INITIAL, type LedgerListState } from './lists/ledger-list.js';

/** A question that is answered before anything else. */
export interface Question {
  readonly sentence: string;
  readonly answers: readonly { readonly label: string; readonly isDanger: boolean; readonly act: () => void }[];
}

export interface Notice {
  readonly text: string;
  readonly tone: Tone;
  readonly untilMs: number;
}

export interface PageState {
  readonly session: SessionState;
  readonly link: LinkState;
  readonly snapshot: Snapshot | null;
  readonly snapshotMs: number;
  /** Of this second, by our clock. */
  readonly nowMs: number;
  readonly locale: Locale;
  readonly question: Question | null;
  readonly notice: Notice | null;
  readonly documents: LedgerListState;
  readonly receipts: ReceiptsState;
  readonly overdue: OverdueState;
  readonly log: LogState;
}

export function initialPage(locale: Locale, nowMs: number): PageState {
  return {
    session: { kind: 'asking' },
    link: { kind: 'connecting', attempt: 1, fault: null },
    snapshot: null,
    snapshotMs: nowMs,
    nowMs,
    locale,
    question: null,
    notice: null,
    documents: LEDGER_LIST_INITIAL,
    receipts: RECEIPTS_INITIAL,
    overdue: OVERDUE_INITIAL,
    log: LOG_INITIAL,
  };
}
