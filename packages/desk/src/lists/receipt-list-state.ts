import type { ListedReceipt } from '@swic/core/contract';

export interface ReceiptsState {
  readonly rows: readonly ListedReceipt[];
  readonly cursor: number;
  readonly filter: string;
  readonly isAtEnd: boolean;
  readonly isLoading: boolean;
}

export const RECEIPTS_INITIAL: ReceiptsState = { rows: [], cursor: 0, filter: '', isAtEnd: false, isLoading: true };
