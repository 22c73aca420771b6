import { VIEW_TITLES } from '@swic/desk';
import { type ReactNode, useEffect } from 'react';
import { useRoute } from './browser/route.js';
import { useSome, useWords } from './page.js';
import { Dialog } from './parts/dialog.js';
import { Header } from './parts/header.js';
import { NoticeBar } from './parts/notice-bar.js';
import { Acts } from './views/acts.js';
import { Alerts } from './views/alerts.js';
import { Card } from './views/card.js';
import { Declaration } from './views/declaration.js';
import { Doctor } from './views/doctor.js';
import { Documents } from './views/documents.js';
import { Faults } from './views/faults.js';
import { Log } from './views/log.js';
import { Overdue } from './views/overdue.js';
import { Overview } from './views/overview.js';
import { Receipts } from './views/receipts.js';
import { Settings } from './views/settings.js';
import { SignIn } from './views/sign-in.js';
import { Transport } from './views/transport.js';

/** Name in the address -> the view. */
const VIEWS: Readonly<Record<string, (props: { readonly of: string }) => ReactNode>> = {
  overview: Overview,
  documents: Documents,
  document: Declaration,
  receipts: Receipts,
  log: Log,
  faults: Faults,
  overdue: Overdue,
  transport: Transport,
  card: Card,
  alerts: Alerts,
  doctor: Doctor,
  settings: Settings,
  acts: Acts,
};

export function App(): ReactNode {
  const kind = useSome(({ session }) => session.kind);
  const { t, locale } = useWords();
  const { view, of } = useRoute();
  const title = view in VIEW_TITLES ? VIEW_TITLES[view as keyof typeof VIEW_TITLES][locale] : of;
  useEffect(() => {
    document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
    document.title = kind === 'in' ? `${title} - swic` : t('page.title');
  }, [locale, title, kind, t]);
  if (kind === 'asking') return null;
  if (kind === 'out') return <SignIn />;
  const View = VIEWS[view] ?? Overview;
  return (
    <>
      <a className="skip" href="#content" onClick={focusContent}>
        {t('page.skip')}
      </a>
      <Header view={view} />
      <main id="content" tabIndex={-1}>
        <View key={of} of={of} />
      </main>
      <NoticeBar />
      <Dialog />
    </>
  );
}

/** The part of the address behind `#` says what is open: a plain link to the content would leave the view. */
function focusContent(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
