import type { DocumentRecord } from './document.js';
import { CUSTOMS_STATES, type CustomsState } from './receipts/customs-state.js';

/** What about a document waits for a person. */
export const CONCERNS = ['unknown', 'rejected', 'refused', 'returned', 'deleted'] as const;
export type Concern = (typeof CONCERNS)[number];

/** What a document is counted as: on its way, not answered yet, where it is with customs, or how else it ended. */
export const STANDINGS = ['open', 'none', ...CUSTOMS_STATES, 'unknown', 'rejected', 'withdrawn', 'lost'] as const;
export type StandingName = (typeof STANDINGS)[number];

const CUSTOMS_CONCERNS: Partial<Record<CustomsState, Concern>> = {
  refused: 'refused',
  returned: 'returned',
  deleted: 'deleted',
};

/** What was wrong with it, whether or not a person has dealt with it since; null = nothing. */
export function troubleOf({ stage, standing }: DocumentRecord): Concern | null {
  if (stage === 'unknown' || stage === 'rejected') return stage;
  const state = standing?.customs?.state;
  return state === undefined ? null : (CUSTOMS_CONCERNS[state] ?? null);
}

/** What about it still waits for a person; null once it was replaced by a successor, or handled by a person's word. */
export function concernOf(document: DocumentRecord): Concern | null {
  const trouble = troubleOf(document);
  const { standing } = document;
  if (trouble === null || trouble === 'unknown' || standing === null) return trouble;
  return standing.replacedBy !== null || standing.handled?.of === occasionOf(document) ? null : trouble;
}

/** Names this very trouble, so that a word about it does not cover the next one. */
export function occasionOf(document: DocumentRecord): string {
  const trouble = troubleOf(document) ?? '';
  const customs = document.standing?.customs ?? null;
  if (trouble === '' || trouble === 'rejected' || customs === null) return trouble;
  return [trouble, customs.table ?? '', customs.code, customs.atMs ?? ''].join(':');
}

export function standingOf({ stage, standing }: DocumentRecord): StandingName {
  switch (stage) {
    case 'claimed':
    case 'sealed':
    case 'sent':
      return 'open';
    case 'filed':
      return standing?.customs?.state ?? 'none';
    case 'unknown':
    case 'rejected':
    case 'withdrawn':
    case 'lost':
      return stage;
  }
}
