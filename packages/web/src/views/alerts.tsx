import {
  type AlertRule,
  type AlertsReport,
  alertAdvice,
  alertHeadline,
  alertRuleText,
  FAULTS,
  levelText,
} from '@swic/core/contract';
import { ageText, dayTimeText, VIEW_TITLES } from '@swic/desk';
import { type ReactNode, useState } from 'react';
import { say, start, useMayAct, usePage, useSome, useWords } from '../page.js';
import { Said } from '../parts/said.js';
import { Table } from '../parts/table.js';

const MINUTES = [30, 60, 240, 720, 1_440] as const;
const TONES = { notice: 'info', warning: 'warn', error: 'bad' } as const;

/** What is wrong, who is told of it, and how the channels fare. */
export function Alerts(): ReactNode {
  const { t, locale } = useWords();
  const report = useSome(({ snapshot }) => snapshot?.alerts ?? null);
  return (
    <>
      <h1>{VIEW_TITLES.alerts[locale]}</h1>
      {report === null ? <p>{t('alerts.off')}</p> : <Report report={report} />}
    </>
  );
}

function Report({ report }: { readonly report: AlertsReport }): ReactNode {
  const { t, locale } = useWords();
  const mayAct = useMayAct();
  const nowMs = useSome(({ snapshot }) => snapshot?.agent.nowMs ?? 0);
  const { open, silences } = report;
  return (
    <>
      <p role="status">
        <Said
          text={open.length === 0 ? t('alerts.nothing') : t('alerts.count', { count: open.length })}
          tone={open.length === 0 ? 'good' : 'bad'}
        />
      </p>
      {silences.map(({ rule, untilMs, by }) => (
        <p key={rule} className="tone-warn">
          {t('alerts.silenced', {
            what: rule === null ? t('alerts.all-rules') : alertRuleText(rule, locale),
            until: dayTimeText(untilMs),
            by,
          })}
        </p>
      ))}
      {mayAct && <Acts />}
      <ul className="problems">
        {open.map((alert) => (
          <li key={alert.trouble}>
            <Said text={levelText(alert.level, locale)} tone={TONES[alert.level]} />{' '}
            <strong>{alertHeadline(alert, locale)}</strong> {ageText(nowMs - alert.sinceMs, locale)}{' '}
            <Said
              text={t('alerts.times', {
                since: dayTimeText(alert.sinceMs),
                told: alert.toldMs === null ? t('alerts.untold') : dayTimeText(alert.toldMs),
              })}
              tone="muted"
            />
            <p>{t('faults.advice', { advice: alertAdvice(alert, locale).todo })}</p>
            {mayAct && (
              <Silence rule={alert.rule} label={`${t('hint.alerts.silence')} ${alertRuleText(alert.rule, locale)}`} />
            )}
          </li>
        ))}
      </ul>
      <Channels report={report} />
    </>
  );
}

function Acts(): ReactNode {
  const page = usePage();
  const { t, locale } = useWords();
  const test = (): void =>
    start(page, async () => {
      const trials = await page.call('testAlerts', { channel: null });
      const failed = trials.flatMap(({ channel, fault }) =>
        fault === null ? [] : [`${channel}: ${FAULTS[fault.code][locale].meaning}`],
      );
      const taken = t('alerts.tested', { taken: trials.length - failed.length, all: trials.length });
      say(page, [taken, ...failed].join('  '), failed.length === 0 ? 'good' : 'bad');
    });
  return (
    <div className="actions">
      <Silence rule={null} label={t('hint.alerts.silence-all')} />
      <button type="button" onClick={test}>
        {t('key.alerts.test')}
      </button>
    </div>
  );
}

function Silence({ rule, label }: { readonly rule: AlertRule | null; readonly label: string }): ReactNode {
  const page = usePage();
  const { t } = useWords();
  const [minutes, setMinutes] = useState<number>(60);
  const silence = (): void =>
    start(page, async () => {
      await page.call('silenceAlerts', { rule, minutes, by: null });
      const until = dayTimeText(page.clock.nowMs() + minutes * 60_000);
      say(page, minutes === 0 ? t('alerts.ended') : t('done.silenced', { until }), 'good');
    });
  return (
    <span>
      <select
        aria-label={`${label}: ${t('alerts.for')}`}
        value={minutes}
        onChange={({ target }) => setMinutes(Number(target.value))}
      >
        {[...MINUTES, 0].map((one) => (
          <option key={one} value={one}>
            {one === 0 ? t('alerts.end') : t('alerts.minutes', { count: one })}
          </option>
        ))}
      </select>{' '}
      <button type="button" onClick={silence}>
        {label}
      </button>
    </span>
  );
}

function Channels({ report: { channels } }: { readonly report: AlertsReport }): ReactNode {
  const { t, locale } = useWords();
  if (channels.length === 0) return <p className="tone-warn">{t('alerts.no-channels')}</p>;
  const heads = [
    'column.channel',
    'column.kind',
    'column.queued',
    'column.delivered',
    'column.dropped',
    'column.delivered-at',
    'column.trouble',
  ] as const;
  return (
    <Table label={t('column.channel')} heads={heads.map((head) => t(head))}>
      {channels.map(({ name, kind, queued, delivered, dropped, lastDeliveredMs, fault }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>{t(`alerts.kind.${kind}`)}</td>
          <td>{queued}</td>
          <td>{delivered}</td>
          <td>{dropped}</td>
          <td>{lastDeliveredMs === null ? '-' : dayTimeText(lastDeliveredMs)}</td>
          <td className="tone-bad">{fault === null ? '' : FAULTS[fault.code][locale].meaning}</td>
        </tr>
      ))}
    </Table>
  );
}
