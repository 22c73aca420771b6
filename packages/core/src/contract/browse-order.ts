import { concernOf } from '../domain/concern.js';
import type { DocumentRecord } from '../domain/document.js';
import { STAGES, type Stage } from '../domain/stage.js';

/** By time, by name, and by what most needs a person's attention; each of them also backwards. */
export type BrowseOrder = 'newest' | 'oldest' | 'name' | 'name-last' | 'state' | 'state-last';

/** The same order from its other end, for each order. */
export const OPPOSITE_ORDERS = {
  newest: 'oldest',
  oldest: 'newest',
  name: 'name-last',
  'name-last': 'name',
  state: 'state-last',
  'state-last': 'state',
} as const satisfies Record<BrowseOrder, BrowseOrder>;

/**
 * The order `state`: of unknown outcome first, then whatever else waits for a person, in any stage; then what is on its way; what is
 * done last. Newest first within one.
 */
export const GROUPS_BY_CONCERN: readonly BrowseGroup[] = [
  'unknown',
  'concern',
  'rejected',
  'lost',
  'claimed',
  'sealed',
  'sent',
  'filed',
  'withdrawn',
];

/** A place in the order `state`: a stage, or `concern` for what waits for a person in any other stage than `unknown`. */
export type BrowseGroup = Stage | 'concern';

/** Is this text a group? For positions that come back over the wire. */
export const isBrowseGroup = (text: string): text is BrowseGroup => text === 'concern' || isStage(text);

/** The group of a document as its record says it now. Pure. */
export function browseGroupOf(document: DocumentRecord): BrowseGroup {
  const concern = concernOf(document);
  return concern === null || concern === 'unknown' ? document.stage : 'concern';
}

/** Where a document is in an order, as it was when it was read: what `beyond` of a browse wants. */
export function positionOf(order: BrowseOrder, document: DocumentRecord): string {
  const { id, name } = document;
  if (order === 'newest' || order === 'oldest') return id;
  // Of the two only the name may have a slash in it, so the id is behind the last one.
  return `${order.startsWith('name') ? name : browseGroupOf(document)}/${id}`;
}

/**
 * Takes apart what `positionOf` made: `within` is a name or a group, '' for an order by time. Never throws; the id is not
 * checked.
 */
export function parsePosition(position: string): { readonly within: string; readonly id: string } {
  const at = position.lastIndexOf('/');
  return { within: position.slice(0, Math.max(0, at)), id: position.slice(at + 1) };
}

/** Is this text the name of a stage? For data that comes back from disk or over a wire. */
export const isStage = (text: string): text is Stage => (STAGES as readonly string[]).includes(text);
