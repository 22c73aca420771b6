import type { DocumentRecord } from '../domain/document.js';
import { STAGES, type Stage } from '../domain/stage.js';

/** By time, by name, and by what most needs somebody's eye; each of them also backwards. */
export type BrowseOrder = 'newest' | 'oldest' | 'name' | 'name-last' | 'state' | 'state-last';

export const OPPOSITE_ORDERS = {
  newest: 'oldest',
  oldest: 'newest',
  name: 'name-last',
  'name-last': 'name',
  state: 'state-last',
  'state-last': 'state',
} as const satisfies Record<BrowseOrder, BrowseOrder>;

/** Stages as `state` has them: what needs a person first, what is on its way next, what is done last. Newest first within one. */
export const STAGES_BY_CONCERN: readonly Stage[] = [
  'unknown',
  'rejected',
  'lost',
  'claimed',
  'sealed',
  'sent',
  'filed',
  'withdrawn',
];

/** Where a document stands in an order, as it was when it was read: what `beyond` of a browse wants. */
export function positionOf(
  order: BrowseOrder,
  { id, name, stage }: Pick<DocumentRecord, 'id' | 'name' | 'stage'>,
): string {
  if (order === 'newest' || order === 'oldest') return id;
  // Of the two only the name may have a slash in it, so the id is behind the last one.
  return `${order.startsWith('name') ? name : stage}/${id}`;
}

export function parsePosition(position: string): { readonly within: string; readonly id: string } {
  const at = position.lastIndexOf('/');
  return { within: position.slice(0, Math.max(0, at)), id: position.slice(at + 1) };
}

export const isStage = (text: string): text is Stage => (STAGES as readonly string[]).includes(text);
