import { FAULTS, type LinkSnapshot, type TestStepRecord } from '@swic/core/contract';
import { ageText, durationText, VIEW_TITLES } from '@swic/desk';
import { type ReactNode, useState } from 'react';
import { start, useMayAct, usePage, useSome, useWords } from '../page.js';
import { Said } from '../parts/said.js';

const TONES = { ok: 'good', failed: 'bad', skipped: 'muted' } as const;

/** Both directions of the connection, and a test of it whose steps come as they end. */
export function Transport(): ReactNode {
  const page = usePage();
  const { t, locale } = useWords();
  const transport = useSome(({ snapshot }) => snapshot?.transport ?? null);
  const mayAct = useMayAct();
  const [steps, setSteps] = useState<readonly TestStepRecord[] | null>(null);
  const [isRunning, setRunning] = useState(false);
  const test = (): void =>
    start(page, async () => {
      setSteps([]);
      setRunning(true);
      const stop = page.connection.onTestStep((step) => setSteps((before) => [...(before ?? []), step]));
      try {
        setSteps(await page.call('testConnection', null));
      } finally {
        stop();
        setRunning(false);
      }
    });
  return (
    <>
      <h1>{VIEW_TITLES.transport[locale]}</h1>
      {transport !== null && (
        <>
          <p>
            {transport.kind} {transport.address}
          </p>
          <Way name={t('transport.send')} link={transport.send} />
          <Way name={t('transport.receive')} link={transport.receive} />
        </>
      )}
      {mayAct && (
        <button type="button" onClick={test} disabled={isRunning}>
          {t('test.do')}
        </button>
      )}
      <div role="status">
        {isRunning && <p>{t('test.running')}</p>}
        <ol>
          {(steps ?? []).map(({ name, outcome, durationMs, fault, note }) => (
            <li key={name}>
              {name} <Said text={t(`test.${outcome}`)} tone={TONES[outcome]} /> {durationText(durationMs, locale)}{' '}
              {fault === null ? (note ?? '') : FAULTS[fault.code][locale].meaning}
            </li>
          ))}
        </ol>
      </div>
    </>
  );
}

function Way({ name, link }: { readonly name: string; readonly link: LinkSnapshot }): ReactNode {
  const { t, locale } = useWords();
  const nowMs = useSome(({ snapshot }) => snapshot?.agent.nowMs ?? 0);
  const { state, sinceMs, fault, nextAttemptMs } = link;
  const seconds = Math.max(0, Math.ceil(((nextAttemptMs ?? nowMs) - nowMs) / 1_000));
  return (
    <p>
      <strong>{name}</strong>{' '}
      <Said text={t(`transport.${state}`, { seconds })} tone={state === 'open' ? 'good' : 'warn'} />{' '}
      {t('transport.since', { age: ageText(nowMs - sinceMs, locale) })}{' '}
      {fault !== null && <Said text={FAULTS[fault.code][locale].meaning} tone="bad" />}
    </p>
  );
}
