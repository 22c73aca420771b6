import { FAULTS, isFaultCode } from '@swic/core/contract';
import { EMPTY, fitRow, type Row, row, said, span } from '../../layout/row.js';
import { fit, wrap } from '../../layout/width.js';
import type { ScreenProps } from '../screen.js';

const DAY_MS = 86_400_000;
const WARN_DAYS = 30;

/** Who signs: what the card says of itself, how long its certificate lasts, and what holds it. */
export function cardScreen({ state, t, width, nowMs }: ScreenProps): readonly Row[] {
  const signer = state.snapshot?.signer ?? null;
  if (signer === null)
    return [EMPTY, ...wrap(t('card.none'), width - 4).map((line) => row(span(`  ${line}`, 'muted')))];
  const lines: Row[] = [
    row(
      span('  '),
      span(t(`card.kind.${signer.kind}`), 'accent'),
      span('   '),
      span(t(`signer.${signer.state}`), signer.state === 'ready' ? 'good' : 'bad'),
    ),
    EMPTY,
  ];
  const fact = (label: string, text: string | null, tone: 'plain' | 'bad' = 'plain'): void => {
    if (text !== null) lines.push(row(span(`  ${fit(label, 22)} `, 'muted'), said(text, tone)));
  };
  fact(t('card.id'), signer.cardId);
  fact(t('card.certificate'), signer.certificateNumber);
  fact(t('card.owner'), signer.owner);
  fact(t('card.algorithm'), signer.algorithm);
  if (signer.validUntilMs !== null) {
    const days = Math.floor((signer.validUntilMs - nowMs) / DAY_MS);
    const date = new Date(signer.validUntilMs).toISOString().slice(0, 10);
    fact(t('card.until'), `${date}   ${t('signer.days', { days })}`, days < WARN_DAYS ? 'bad' : 'plain');
  }
  const { faultCode } = signer;
  if (faultCode !== null && isFaultCode(faultCode)) {
    const { meaning, advice } = FAULTS[faultCode][state.locale];
    lines.push(EMPTY, row(span(`  ${meaning}`, 'bad'), span(`   ${faultCode}`, 'muted')));
    lines.push(...wrap(t('faults.advice', { advice }), width - 4).map((line) => row(`  ${line}`)));
  }
  return lines.map((line) => fitRow(line, width));
}
