import { Fault, faultSentences } from '@swic/core/contract';
import {
  type Call,
  Connection,
  type DeskClock,
  type Locale,
  OverdueList,
  ReceiptList,
  Store,
  type Tone,
} from '@swic/desk';
import { createContext, useContext, useSyncExternalStore } from 'react';
import { connectPage } from './browser/connect.js';
import { askSession, signIn, takeLink } from './browser/session.js';
import { LedgerList } from './lists/ledger-list.js';
import { initialPage, type PageState } from './page-state.js';
import { type PageKey, wordsIn } from './words/index.js';

/** What the views work with. */
export interface Page {
  readonly store: Store<PageState>;
  readonly clock: DeskClock;
  readonly call: Call;
  readonly connection: Connection;
  readonly documents: LedgerList;
  readonly receipts: ReceiptList;
  readonly overdue: OverdueList;
}

const NOTICE_MS = 8_000;

/** Connects when a person is signed in, and goes on until the page is closed. */
export function openPage(clock: DeskClock, locale: Locale): Page {
  const store = new Store(initialPage(locale, clock.nowMs()));
  const connect = async () => {
    const { session } = store.get();
    if (session.kind !== 'in') throw new Fault('instance.not-running');
    try {
      return await connectPage(session.session.csrf, () => void refreshSession(store));
    } catch (reason) {
      // An agent that was started anew knows no session of before.
      await refreshSession(store);
      throw reason;
    }
  };
  const connection = new Connection(connect, store, clock, () => undefined);
  const { call } = connection;
  return {
    store,
    clock,
    call,
    connection,
    documents: new LedgerList(store, call, clock.tickMs),
    receipts: new ReceiptList(store, call),
    overdue: new OverdueList(store, call, clock),
  };
}

/** Signs in by the address that opened the page, or that is pasted into it later, where it is one that does. */
export async function enterPage({ store }: Page): Promise<void> {
  const enter = async (link: string): Promise<void> => {
    await signIn({ link });
    await refreshSession(store);
  };
  // Only the part behind `#` is another one then, and the browser does not load the page again.
  addEventListener('hashchange', () => {
    const link = takeLink();
    if (link !== null) void enter(link);
  });
  const link = takeLink();
  if (link === null) await refreshSession(store);
  else await enter(link);
}

export async function refreshSession(store: Store<PageState>): Promise<void> {
  const session = await askSession();
  store.update((state) => ({
    session,
    // What was seen in another session is not shown to the person who signs in next.
    ...(session.kind === 'out' ? { ...initialPage(state.locale, state.nowMs), session } : {}),
  }));
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Fault('internal.unexpected');
  return page;
}

/** A part of the state; the component is drawn again when that part is another one. */
export function useSome<T>(select: (state: PageState) => T): T {
  const { store } = usePage();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

export type Words = (key: PageKey, values?: Readonly<Record<string, string | number>>) => string;

export function useWords(): { readonly t: Words; readonly locale: Locale } {
  const locale = useSome((state) => state.locale);
  return { t: wordsIn(locale), locale };
}

/** May this user act? Who may not is shown no button, and the agent refuses all the same. */
export function useMayAct(): boolean {
  return useSome(({ session }) => session.kind === 'in' && session.session.role === 'operator');
}

export function say({ store, clock }: Page, text: string, tone: Tone): void {
  store.update(() => ({ notice: { text, tone, untilMs: clock.nowMs() + NOTICE_MS } }));
}

/** Starts something that may fail: a failure is said, never thrown. */
export function start(page: Page, work: () => Promise<void>): void {
  void work().catch((reason: unknown) => {
    const { locale } = page.store.get();
    const { meaning, sentence } = faultSentences(Fault.from(reason, 'internal.unexpected').toRecord(), locale);
    say(page, wordsIn(locale)('failed', { meaning: sentence ?? meaning }), 'bad');
  });
}

/** Asks before anything that takes something away. */
export function ask(page: Page, sentence: string, yes: () => void): void {
  const t = wordsIn(page.store.get().locale);
  choose(page, sentence, [{ label: t('ask.yes'), isDanger: true, act: yes }]);
}

/** Asks which of these; to leave it is always among them. */
export function choose(
  { store }: Page,
  sentence: string,
  answers: readonly { readonly label: string; readonly isDanger: boolean; readonly act: () => void }[],
): void {
  const close = (): void => store.update(() => ({ question: null }));
  const closing = answers.map((answer) => ({
    ...answer,
    act: () => {
      close();
      answer.act();
    },
  }));
  const leave = { label: wordsIn(store.get().locale)('ask.cancel'), isDanger: false, act: close };
  store.update(() => ({ question: { sentence, answers: [...closing, leave] } }));
}
