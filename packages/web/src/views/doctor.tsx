import { DOCTOR_CHECKS, type DoctorOutcome, type DoctorReport } from '@swic/core/contract';
import { durationText, type Tone, VIEW_TITLES } from '@swic/desk';
import { type ReactNode, useState } from 'react';
import { start, useMayAct, usePage, useWords } from '../page.js';
import { Said } from '../parts/said.js';

const TONES: Readonly<Record<DoctorOutcome, Tone>> = { ok: 'good', warning: 'warn', failed: 'bad', skipped: 'muted' };

/** Everything from the machine to the platform, looked at by the agent when a person asks for it. */
export function Doctor(): ReactNode {
  const page = usePage();
  const { t, locale } = useWords();
  const mayAct = useMayAct();
  const [report, setReport] = useState<DoctorReport | null>(null);
  const [isRunning, setRunning] = useState(false);
  const look = (): void =>
    start(page, async () => {
      setRunning(true);
      try {
        setReport(await page.call('doctor', null));
      } finally {
        setRunning(false);
      }
    });
  return (
    <>
      <h1>{VIEW_TITLES.doctor[locale]}</h1>
      <p>{t(mayAct ? 'doctor.what' : 'page.only-operator')}</p>
      {mayAct && (
        <button type="button" onClick={look} disabled={isRunning}>
          {t('doctor.do')}
        </button>
      )}
      <div role="status">
        {isRunning && <p>{t('doctor.running')}</p>}
        {report !== null && (
          <Said text={t(report.isHealthy ? 'doctor.healthy' : 'doctor.ill')} tone={report.isHealthy ? 'good' : 'bad'} />
        )}
      </div>
      {report?.sections.map(({ check, outcome, durationMs, findings }) => (
        <section key={check}>
          <h2>
            {DOCTOR_CHECKS[check][locale]} <Said text={t(`doctor.${outcome}`)} tone={TONES[outcome]} />{' '}
            <Said text={durationText(durationMs, locale)} tone="muted" />
          </h2>
          <ul>
            {findings.map((finding) => (
              <li key={`${finding.about} ${finding.en}`}>
                {finding.about}{' '}
                <Said text={finding[locale]} tone={finding.outcome === 'ok' ? 'plain' : TONES[finding.outcome]} />{' '}
                {finding.advice !== null && t('faults.advice', { advice: finding.advice[locale] })}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
