import { missingParts, type OverdueDocument, type OverdueLimit } from '@swic/core/contract';
import type { Locale } from './i18n.js';
import { waitText } from './numbers.js';
import type { OVERDUE_WORDS } from './words/overdue.js';

type Say = (
  key: `overdue.by.${OverdueDocument['by']}` & keyof typeof OVERDUE_WORDS.en,
  facts: { limit: string },
) => string;

/** Why a document is in the list, `1/3` before it where some of its orders have an answer. */
export function lateWords(
  { document, by }: OverdueDocument,
  limits: readonly OverdueLimit[],
  t: Say,
  locale: Locale,
): string {
  const limit = limits.find(({ business }) => business === document.business);
  const limitMs = by === 'limit' ? limit?.limitMs : limit?.learnedMs;
  const reason = t(`overdue.by.${by}`, { limit: waitText(limitMs ?? 0, locale) });
  return `${missingParts(document.standing?.customs?.parts)} ${reason}`.trim();
}
