import {
  type CustomsState,
  concernOf,
  type DocumentRecord,
  meaningOf,
  missingParts,
  type Stage,
  troubleOf,
} from '@swic/core/contract';
import type { CommonKey, Locale, Translate } from './i18n.js';
import type { Said, Tone } from './tone.js';

const said = (text: string, tone: Tone): Said => ({ text, tone });

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
export function documentState(document: DocumentRecord, t: Translate<CommonKey>): Said {
  const customs = document.standing?.customs ?? null;
  if (troubleOf(document) !== null && concernOf(document) === null)
    return said(
      t((document.standing?.replacedBy ?? null) !== null ? 'standing.replaced' : 'standing.handled'),
      'muted',
    );
  if (document.stage !== 'filed') return said(t(`stage.${document.stage}`), STAGE_TONES[document.stage]);
  return customs === null
    ? said(t('stage.filed'), 'plain')
    : said(t(`customs.${customs.state}`), CUSTOMS_TONES[customs.state]);
}

/** Where customs has it, `E 退单/不受理`: the code of the receipt that counts, and what it means. */
export function customsWords({ standing }: DocumentRecord, locale: Locale): Said {
  const customs = standing?.customs ?? null;
  if (customs === null) return said('', 'plain');
  const mark = customs.marks.find(({ table, code }) => table === customs.table && code === customs.code);
  const meaning = mark === undefined ? '' : meaningOf(mark)[locale];
  const missing = missingParts(customs.parts);
  return said([customs.code, meaning, missing].filter((part) => part !== '').join(' '), CUSTOMS_TONES[customs.state]);
}
