import type { DocumentRecord } from '../document.js';
import { CUSTOMS_STATES, type CustomsState } from './customs-state.js';

/** A state, or `none`: sent, and no receipt says yet where it is. */
export const CUSTOMS_FILTERS = ['none', ...CUSTOMS_STATES] as const;
export type CustomsFilter = CustomsState | 'none';

export function isCustoms({ stage, standing }: DocumentRecord, filters: readonly CustomsFilter[]): boolean {
  const state = standing?.customs?.state ?? (stage === 'filed' ? 'none' : null);
  return state !== null && filters.includes(state);
}
