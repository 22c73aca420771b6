import { FAULTS, type FaultGroup, faultSentences, placeText } from '@swic/core/contract';
import { countText, dayTimeText, VIEW_TITLES } from '@swic/desk';
import type { ReactNode } from 'react';
import { useSome, useWords } from '../page.js';
import { Said } from '../parts/said.js';

/** What went wrong, one entry per code and place, and what to do about it. */
export function Faults(): ReactNode {
  const { t, locale } = useWords();
  const groups = useSome(({ snapshot }) => snapshot?.faults) ?? [];
  return (
    <>
      <h1>{VIEW_TITLES.faults[locale]}</h1>
      {groups.length === 0 && <p className="tone-good">{t('faults.empty')}</p>}
      <div className="cards">
        {groups.map((group) => (
          <Group key={`${group.fault.code} ${group.place}`} group={group} />
        ))}
      </div>
    </>
  );
}

function Group({ group }: { readonly group: FaultGroup }): ReactNode {
  const { t, locale } = useWords();
  const { fault, place, count, firstMs, lastMs } = group;
  const { meaning, advice, facts, sentence, quotation } = faultSentences(fault, locale);
  const isMild = FAULTS[fault.code].fate === 'hold' || FAULTS[fault.code].fate === 'retry';
  const times = { first: dayTimeText(firstMs), last: dayTimeText(lastMs), count: countText(count) };
  return (
    <article>
      <h2>
        <Said text={meaning} tone={isMild ? 'warn' : 'bad'} />
      </h2>
      <p className="tone-muted">
        {fault.code} {placeText(place, locale)} {t('fault.since', times)}
      </p>
      <p className="tone-muted">{t(`faults.fate.${fault.fate}`)}</p>
      <p>{t('faults.advice', { advice })}</p>
      {[facts.join('  '), sentence, quotation].map((text) =>
        text === null || text === '' ? null : (
          <p key={text} className="tone-muted">
            {text}
          </p>
        ),
      )}
    </article>
  );
}
