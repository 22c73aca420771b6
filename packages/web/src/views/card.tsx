import { FAULTS, isFaultCode, type SignerDescription } from '@swic/core/contract';
import { VIEW_TITLES } from '@swic/desk';
import { type FormEvent, type ReactNode, useRef } from 'react';
import { say, start, useMayAct, usePage, useSome, useWords } from '../page.js';
import { Said } from '../parts/said.js';

const DAY_MS = 86_400_000;
const WARN_DAYS = 30;

/** Who signs, for how long the certificate lasts, and what holds it. */
export function Card(): ReactNode {
  const { t, locale } = useWords();
  const signer = useSome(({ snapshot }) => snapshot?.signer ?? null);
  const mayAct = useMayAct();
  return (
    <>
      <h1>{VIEW_TITLES.card[locale]}</h1>
      {signer === null ? <p>{t('card.none')}</p> : <Signer signer={signer} />}
      {signer !== null && mayAct && <Pin />}
    </>
  );
}

function Signer({ signer }: { readonly signer: SignerDescription }): ReactNode {
  const { t, locale } = useWords();
  const nowMs = useSome(({ snapshot }) => snapshot?.agent.nowMs ?? 0);
  const { validUntilMs, faultCode } = signer;
  const days = validUntilMs === null ? null : Math.floor((validUntilMs - nowMs) / DAY_MS);
  const facts: readonly (readonly [string, string | null])[] = [
    [t('card.id'), signer.cardId],
    [t('card.certificate'), signer.certificateNumber],
    [t('card.owner'), signer.owner],
    [t('card.algorithm'), signer.algorithm],
    [t('card.until'), validUntilMs === null ? null : new Date(validUntilMs).toISOString().slice(0, 10)],
  ];
  const fault = faultCode !== null && isFaultCode(faultCode) ? FAULTS[faultCode][locale] : null;
  return (
    <>
      <p>
        {t(`card.kind.${signer.kind}`)}{' '}
        <Said text={t(`signer.${signer.state}`)} tone={signer.state === 'ready' ? 'good' : 'bad'} />{' '}
        {days !== null && <Said text={t('signer.days', { days })} tone={days < WARN_DAYS ? 'bad' : 'plain'} />}
      </p>
      <dl className="facts-of">
        {facts.flatMap(([label, text]) =>
          text === null
            ? []
            : [
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{text}</dd>
                </div>,
              ],
        )}
      </dl>
      {fault !== null && (
        <p>
          <Said text={fault.meaning} tone="bad" /> {t('faults.advice', { advice: fault.advice })}
        </p>
      )}
    </>
  );
}

/** Typed once: the field is emptied before the agent answers, and nothing of the page keeps it. */
function Pin(): ReactNode {
  const page = usePage();
  const { t } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const pin = field.current?.value ?? '';
    if (field.current !== null) field.current.value = '';
    if (pin === '') return;
    start(page, async () => {
      await page.call('verifyPin', { pin });
      say(page, t('card.pin-right'), 'good');
    });
  };
  return (
    <form className="tools" onSubmit={submit} autoComplete="off">
      <label>
        {t('card.pin')} <input ref={field} type="password" autoComplete="off" maxLength={64} />
      </label>
      <button type="submit">{t('card.verify')}</button>
    </form>
  );
}
