import type { DocumentRecord } from '../document.js';
import { missingParts } from './parts-answered.js';

/**
 * Is there an order, list or bill that nothing was heard of, while another of the same message is answered? A word about the whole, such
 * as the send result of the message, is heard of each of them. Marks of before there were parts are about the whole.
 */
export function isPartlyAnswered({ standing }: Pick<DocumentRecord, 'standing'>): boolean {
  const customs = standing?.customs ?? null;
  if (customs === null || missingParts(customs.parts) === '') return false;
  return customs.marks.every(({ part }) => (part ?? null) !== null);
}
