import type { DocumentRecord } from '@swic/core/contract';
import { customsWords, dayTimeText, documentState, timeText } from '@swic/desk';
import type { Translate } from '../i18n/index.js';
import { type Span, said, span } from '../layout/row.js';

const HALF_DAY_MS = 43_200_000;

export function stateCell(document: DocumentRecord, t: Translate): Span {
  const { text, tone } = documentState(document, t);
  return span(text, tone);
}

export function customsCell(document: DocumentRecord, locale: 'zh' | 'en'): Span {
  const { text, tone } = customsWords(document, locale);
  return said(text, tone);
}

/** The date takes its place only where something older is shown. */
export function timeColumnWidth(timesMs: readonly number[], nowMs: number): number {
  return timesMs.every((timeMs) => nowMs - timeMs < HALF_DAY_MS) ? 8 : 14;
}

export function timeCell(timeMs: number, nowMs: number): Span {
  return span(nowMs - timeMs < HALF_DAY_MS ? timeText(timeMs) : dayTimeText(timeMs), 'muted');
}
