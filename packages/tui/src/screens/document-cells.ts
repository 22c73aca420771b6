import {
  type CustomsState,
  concernOf,
  type DocumentRecord,
  meaningOf,
  type Stage,
  troubleOf,
} from '@swic/core/contract';
import type { Translate } from '../i18n/index.js';
import { dayTimeText, timeText } from '../layout/numbers.js';
import { type Span, said, span } from '../layout/row.js';
import type { Tone } from '../theme.js';

const HALF_DAY_MS = 43_200_000;

export const STAGE_TONES = {
  claimed: 'info',
  sealed: 'info',
  sent: 'info',
  filed: 'good',
  rejected: 'bad',
  unknown: 'warn',
  withdrawn: 'muted',
  lost: 'bad',
} as const satisfies Record<Stage, Tone>;

const CUSTOMS_TONES = {
  taken: 'plain',
  accepted: 'info',
  inspected: 'warn',
  released: 'good',
  closed: 'good',
  refused: 'bad',
  returned: 'bad',
  deleted: 'bad',
  unclear: 'warn',
} as const satisfies Record<CustomsState, Tone>;

/** Where the declaration is, once a receipt says so; the stage before. What was dealt with is no longer shown as trouble. */
export function stateCell(document: DocumentRecord, t: Translate): Span {
  const customs = document.standing?.customs ?? null;
  if (troubleOf(document) !== null && concernOf(document) === null)
    return span(
      t((document.standing?.replacedBy ?? null) !== null ? 'standing.replaced' : 'standing.handled'),
      'muted',
    );
  if (document.stage !== 'filed') return span(t(`stage.${document.stage}`), STAGE_TONES[document.stage]);
  return customs === null
    ? span(t('stage.filed'), 'plain')
    : span(t(`customs.${customs.state}`), CUSTOMS_TONES[customs.state]);
}

/** Where customs has it, `E 退单/不受理`: the code of the receipt that counts, and what it means. */
export function customsCell({ standing }: DocumentRecord, locale: 'zh' | 'en'): Span {
  const customs = standing?.customs ?? null;
  if (customs === null) return span('');
  const mark = customs.marks.find(({ table, code }) => table === customs.table && code === customs.code);
  const meaning = mark === undefined ? '' : meaningOf(mark)[locale];
  return said([customs.code, meaning].filter((part) => part !== '').join(' '), CUSTOMS_TONES[customs.state]);
}

/** The date takes its place only where something older is shown. */
export function timeColumnWidth(timesMs: readonly number[], nowMs: number): number {
  return timesMs.every((timeMs) => nowMs - timeMs < HALF_DAY_MS) ? 8 : 14;
}

export function timeCell(timeMs: number, nowMs: number): Span {
  return span(nowMs - timeMs < HALF_DAY_MS ? timeText(timeMs) : dayTimeText(timeMs), 'muted');
}
