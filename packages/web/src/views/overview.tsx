import { type BusinessSnapshot, FAULTS, type FlowSnapshot, maintenanceLines } from '@swic/core/contract';
import {
  ageText,
  countText,
  documentsOf,
  nameOf,
  rateOf,
  rateText,
  returnedNow,
  shownBusinesses,
  type Tone,
  totalsOf,
  VIEW_TITLES,
  waitingForPerson,
  withCommas,
} from '@swic/desk';
import type { ReactNode } from 'react';
import { hrefOf } from '../browser/route.js';
import { ask, type Page, say, start, useMayAct, usePage, useSome, useWords } from '../page.js';
import { Bars } from '../parts/bars.js';
import { Said } from '../parts/said.js';
import { wordsIn } from '../words/index.js';
import { DropZone } from './drop-zone.js';

/** 导入监控: a card for each business, and at a glance whether everything is all right. */
export function Overview(): ReactNode {
  const { t, locale } = useWords();
  const snapshot = useSome((state) => state.snapshot);
  if (snapshot === null) return <p>{t('page.connecting')}</p>;
  const businesses = shownBusinesses(snapshot.businesses);
  const maintenance = maintenanceLines(snapshot.maintenance, snapshot.agent.nowMs, locale);
  return (
    <>
      <h1>{VIEW_TITLES.overview[locale]}</h1>
      <Verdict />
      {maintenance.map((line) => (
        <p key={line} className="tone-warn">
          {line}
        </p>
      ))}
      <AllFlows />
      {businesses.length === 0 && <p>{t('overview.empty')}</p>}
      <div className="cards">
        {businesses.map((business) => (
          <BusinessCard key={business.key} business={business} nowMs={snapshot.agent.nowMs} />
        ))}
      </div>
    </>
  );
}

/** Large enough to be read from across a room. */
function Verdict(): ReactNode {
  const { t } = useWords();
  const count = useSome(({ snapshot, link }) => troubles(snapshot) + (link.kind === 'live' ? 0 : 1));
  return (
    <p className={`verdict ${count === 0 ? 'good' : 'bad'}`} role="status">
      {count === 0 ? t('page.all-good') : t('page.trouble', { count })}
    </p>
  );
}

function troubles(snapshot: ReturnType<Page['store']['get']>['snapshot']): number {
  if (snapshot === null) return 0;
  const { businesses, transport, disk, signer, ledger } = snapshot;
  const held = businesses
    .flatMap(({ send, receive }) => [send, receive])
    .filter((flow) => flow?.state === 'held').length;
  const overdue = businesses.reduce((sum, one) => sum + one.overdue, 0);
  return (
    waitingForPerson(businesses) +
    held +
    overdue +
    (transport.state === 'open' || transport.state === 'stopped' ? 0 : 1) +
    (disk?.isLow === true ? 1 : 0) +
    (signer !== null && signer.state !== 'ready' ? 1 : 0) +
    (ledger.state === 'sound' ? 0 : 1)
  );
}

function AllFlows(): ReactNode {
  const page = usePage();
  const { t } = useWords();
  const isPaused = useSome(({ snapshot }) => snapshot?.agent.state === 'paused');
  if (!useMayAct()) return null;
  const all = () => totalsOf(page.store.get().snapshot?.businesses ?? []);
  const change = (command: 'startFlow' | 'stopFlow'): void =>
    changeFlow(page, command, { business: '*', direction: null });
  const pause = (): void =>
    ask(page, t('ask.pause', all()), () =>
      start(page, async () => {
        await page.call('pause', null);
        say(page, t('done.paused'), 'warn');
      }),
    );
  const resume = (): void =>
    start(page, async () => {
      await page.call('resume', null);
      say(page, t('done.resumed'), 'good');
    });
  return (
    <div className="actions">
      <button type="button" onClick={() => change('startFlow')}>
        {t('all.start')}
      </button>
      <button type="button" onClick={() => ask(page, t('ask.stop-all', all()), () => change('stopFlow'))}>
        {t('all.stop')}
      </button>
      <button type="button" onClick={isPaused ? resume : pause}>
        {t(isPaused ? 'all.resume' : 'all.pause')}
      </button>
    </div>
  );
}

function BusinessCard({ business, nowMs }: { readonly business: BusinessSnapshot; readonly nowMs: number }): ReactNode {
  const { t, locale } = useWords();
  const hour = business.sendHour.reduce((sum, count) => sum + count, 0);
  const rate = rateText(rateOf(business.sendRate));
  const mayAct = useMayAct();
  const { lastFault, lastFaultMs, oldestWaitingMs } = business;
  return (
    <article aria-labelledby={`business-${business.key}`}>
      <h2 id={`business-${business.key}`}>
        <a href={hrefOf('documents', business.key)}>{nameOf(business, locale)}</a>
      </h2>
      {business.send !== null && <Flow business={business} flow={business.send} nowMs={nowMs} />}
      <Flow business={business} flow={business.receive} nowMs={nowMs} />
      <Numbers business={business} />
      <Bars numbers={business.sendHour} label={t('card.hour', { count: hour })} />
      <p className="tone-muted">
        {t('card.hour', { count: countText(hour) })}
        {rate === '' ? '' : `; ${t('card.rate', { rate })}`}
      </p>
      {oldestWaitingMs !== null && <p>{t('card.oldest', { age: ageText(nowMs - oldestWaitingMs, locale) })}</p>}
      {lastFault !== null && lastFaultMs !== null && (
        <p className="tone-warn">
          {t('overview.detail.fault', { age: ageText(nowMs - lastFaultMs, locale) })}{' '}
          {FAULTS[lastFault.code][locale].meaning}
        </p>
      )}
      {mayAct && business.send !== null && <DropZone business={business.key} />}
    </article>
  );
}

function Numbers({ business }: { readonly business: BusinessSnapshot }): ReactNode {
  const { t } = useWords();
  const { waiting, waitingIsAtLeast, inFlight, counts, now, overdue } = business;
  const rows: readonly (readonly [string, string, Tone])[] = [
    [t('card.waiting'), `${countText(waiting)}${waitingIsAtLeast ? '+' : ''}`, 'plain'],
    [t('card.in-flight'), countText(inFlight), 'info'],
    [t('card.sent'), countText(counts.filed), 'plain'],
    [t('card.rejected'), countText(documentsOf(now, 'rejected')), 'bad'],
    [t('card.returned'), countText(returnedNow(business)), 'bad'],
    [t('card.unknown'), countText(documentsOf(now, 'unknown')), 'warn'],
    [t('card.overdue'), countText(overdue), 'warn'],
    [t('card.receipts'), countText(counts.receipts), 'plain'],
  ];
  return (
    <dl className="numbers">
      {rows.map(([label, number, tone]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={number === '0' ? 'tone-muted' : `tone-${tone}`}>{number}</dd>
        </div>
      ))}
    </dl>
  );
}

const FLOW_TONES = { running: 'good', held: 'warn', paused: 'warn', stopped: 'muted' } as const satisfies Record<
  FlowSnapshot['state'],
  Tone
>;

interface FlowProps {
  readonly business: BusinessSnapshot;
  readonly flow: FlowSnapshot;
  readonly nowMs: number;
}

function Flow({ business, flow, nowMs }: FlowProps): ReactNode {
  const page = usePage();
  const { t, locale } = useWords();
  const mayAct = useMayAct();
  const { direction, state, sinceMs, fault, stoppedBy } = flow;
  const isStopped = state === 'stopped';
  const label = t(`flow.${isStopped ? 'start' : 'stop'}-${direction}`);
  return (
    <p className="flow">
      <span>
        {t(`column.${direction}`)} <Said text={t(`flow.${state}.long`)} tone={FLOW_TONES[state]} />{' '}
        <Said text={ageText(nowMs - sinceMs, locale)} tone="muted" />
        {stoppedBy !== null && isStopped && (
          <Said text={` ${t('flow.stopped-by', { user: stoppedBy })}`} tone="muted" />
        )}
        {fault !== null && <Said text={` ${FAULTS[fault.code][locale].meaning}`} tone="warn" />}
      </span>
      {mayAct && (
        <button type="button" aria-label={`${label} ${business.key}`} onClick={() => toggleFlow(page, business, flow)}>
          {label}
        </button>
      )}
    </p>
  );
}

/** Starting is done at once, stopping is asked for. */
function toggleFlow(page: Page, business: BusinessSnapshot, { direction, state }: FlowSnapshot): void {
  const { locale } = page.store.get();
  const params = { business: business.key, direction };
  if (state === 'stopped') return changeFlow(page, 'startFlow', params);
  const counts = {
    business: nameOf(business, locale),
    inFlight: business.inFlight,
    waiting: withCommas(business.waiting),
  };
  const sentence = wordsIn(locale)(direction === 'send' ? 'ask.stop-send' : 'ask.stop-receive', counts);
  ask(page, sentence, () => changeFlow(page, 'stopFlow', params));
}

function changeFlow(
  page: Page,
  command: 'startFlow' | 'stopFlow',
  params: { readonly business: string; readonly direction: 'send' | 'receive' | null },
): void {
  start(page, async () => {
    const { changed } = await page.call(command, params);
    say(page, wordsIn(page.store.get().locale)('done.changed', { count: changed }), 'good');
  });
}
