import type { DocumentRecord } from '@swic/core/contract';

/** A window on a long list: what is loaded is together, and begins somewhere in the list. */
export interface DocumentsState {
  readonly rows: readonly DocumentRecord[];
  /** Index of the first row in the whole list; null when that is not known, since the end was jumped to through a filter. */
  readonly startsAt: number | null;
  /** Index in `rows`. */
  readonly cursor: number;
  readonly filter: string;
  readonly isFaultsOnly: boolean;
  readonly order: 'newest' | 'oldest' | 'name' | 'state';
  readonly hasBefore: boolean;
  /** Where to go on looking behind the last row; null = it is the end. */
  readonly next: string | null;
  readonly total: number;
  readonly isLoading: boolean;
  /** Marked for an action on all of them. */
  readonly marked: ReadonlySet<string>;
}

export const DOCUMENTS_INITIAL: DocumentsState = {
  rows: [],
  startsAt: 0,
  cursor: 0,
  filter: '',
  isFaultsOnly: false,
  order: 'newest',
  hasBefore: false,
  next: null,
  total: 0,
  isLoading: true,
  marked: new Set(),
};
