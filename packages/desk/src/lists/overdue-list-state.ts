import type { FaultRecord, OverdueReport } from '@swic/core/contract';

export interface OverdueState {
  /** null until the first answer. */
  readonly report: OverdueReport | null;
  /** When it came, by our clock. */
  readonly reportMs: number;
  readonly cursor: number;
  readonly isLoading: boolean;
  /** Why the latest question got no answer; null = it got one. */
  readonly fault: FaultRecord | null;
}

export const OVERDUE_INITIAL: OverdueState = { report: null, reportMs: 0, cursor: 0, isLoading: false, fault: null };
