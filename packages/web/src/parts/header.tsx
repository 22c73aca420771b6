import { environmentMark, type SignerDescription, type Snapshot } from '@swic/core/contract';
import { ageText, bytesText, timeText, VIEW_TITLES, waitingForPerson } from '@swic/desk';
import type { ReactNode } from 'react';
import { hrefOf } from '../browser/route.js';
import { signOut } from '../browser/session.js';
import { type Page, refreshSession, usePage, useSome, useWords } from '../page.js';
import { Said } from './said.js';

const DAY_MS = 86_400_000;
const CERTIFICATE_WARN_DAYS = 30;
const TABS = [
  'overview',
  'documents',
  'receipts',
  'faults',
  'overdue',
  'alerts',
  'log',
  'transport',
  'card',
  'doctor',
  'settings',
  'acts',
] as const;

/** Who, where, how; then the views. */
export function Header({ view }: { readonly view: string }): ReactNode {
  const page = usePage();
  const { t, locale } = useWords();
  const snapshot = useSome((state) => state.snapshot);
  return (
    <header>
      <div className="facts">
        <strong className="brand">swic</strong>
        {snapshot === null ? <span>{t('page.connecting')}</span> : <Facts snapshot={snapshot} />}
        <span className="space" />
        <User />
        <button type="button" lang={locale === 'zh' ? 'en' : 'zh-CN'} onClick={() => toggleLanguage(page)}>
          {t('page.language')}
        </button>
      </div>
      <nav aria-label={t('page.views')}>
        {TABS.map((name) => (
          <a key={name} href={hrefOf(name)} aria-current={isOpen(name, view) ? 'page' : undefined}>
            {VIEW_TITLES[name][locale]}
            <Badge name={name} />
          </a>
        ))}
      </nav>
      <LostBar />
    </header>
  );
}

const isOpen = (name: string, view: string): boolean => name === view || (name === 'documents' && view === 'document');

function Facts({ snapshot }: { readonly snapshot: Snapshot }): ReactNode {
  const { t, locale } = useWords();
  const { agent, transport, signer, disk } = snapshot;
  const isLost = useSome(({ link }) => link.kind !== 'live');
  const mark = environmentMark(agent.environment, locale).trim();
  return (
    <>
      {mark !== '' && <Said text={mark} tone="bad" />}
      <strong>{agent.clientId}</strong>
      {isLost ? (
        <Said text={t('link.lost-short')} tone="bad" />
      ) : (
        <>
          <Said text={t(`agent.${agent.state}`)} tone={agent.state === 'running' ? 'good' : 'warn'} />
          <span>
            {transport.kind}{' '}
            <Said text={transportText(snapshot, t)} tone={transport.state === 'open' ? 'good' : 'warn'} />
          </span>
        </>
      )}
      {signer !== null && <Signer signer={signer} nowMs={agent.nowMs} />}
      {disk !== null && (
        <Said text={t('header.disk', { free: bytesText(disk.freeBytes) })} tone={disk.isLow ? 'bad' : 'muted'} />
      )}
      <Said text={t('header.up', { age: ageText(agent.nowMs - agent.startedMs, locale) })} tone="muted" />
    </>
  );
}

function transportText({ transport, agent }: Snapshot, t: ReturnType<typeof useWords>['t']): string {
  const seconds = Math.max(0, Math.ceil(((transport.nextAttemptMs ?? agent.nowMs) - agent.nowMs) / 1_000));
  return t(`transport.${transport.state}`, { seconds });
}

function Signer({ signer, nowMs }: { readonly signer: SignerDescription; readonly nowMs: number }): ReactNode {
  const { t } = useWords();
  const days = signer.validUntilMs === null ? null : Math.floor((signer.validUntilMs - nowMs) / DAY_MS);
  return (
    <span>
      <Said text={t(`signer.${signer.state}`)} tone={signer.state === 'ready' ? 'good' : 'bad'} />{' '}
      {days !== null && (
        <Said text={t('signer.days', { days })} tone={days < CERTIFICATE_WARN_DAYS ? 'bad' : 'muted'} />
      )}
    </span>
  );
}

function Badge({ name }: { readonly name: (typeof TABS)[number] }): ReactNode {
  const count = useSome(({ snapshot }) =>
    name === 'faults'
      ? (snapshot?.faults.length ?? 0)
      : name === 'alerts'
        ? (snapshot?.alerts?.open.length ?? 0)
        : name === 'documents'
          ? waitingForPerson(snapshot?.businesses ?? [])
          : name === 'overdue'
            ? (snapshot?.businesses.reduce((sum, { overdue }) => sum + overdue, 0) ?? 0)
            : 0,
  );
  return count === 0 ? null : <span className="badge">{count}</span>;
}

function User(): ReactNode {
  const { store } = usePage();
  const { t } = useWords();
  const session = useSome((state) => state.session);
  if (session.kind !== 'in') return null;
  const { user, role } = session.session;
  const leave = async (): Promise<void> => {
    await signOut(session.session);
    await refreshSession(store);
  };
  return (
    <>
      <span>
        {user} <Said text={t(`page.${role}`)} tone="muted" />
      </span>
      <button type="button" onClick={() => void leave()}>
        {t('page.sign-out')}
      </button>
    </>
  );
}

function LostBar(): ReactNode {
  const { t } = useWords();
  const link = useSome((state) => state.link);
  const snapshotMs = useSome((state) => state.snapshotMs);
  const isLost = link.kind === 'lost' || link.kind === 'never';
  return (
    <div role="alert">
      {isLost && <p className="lost">{t('page.lost', { time: timeText(snapshotMs), attempt: link.attempt })}</p>}
    </div>
  );
}

function toggleLanguage({ store }: Page): void {
  const locale = store.get().locale === 'zh' ? 'en' : 'zh';
  localStorage.setItem('locale', locale);
  store.update(() => ({ locale }));
}
