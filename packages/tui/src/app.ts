import { Fault, faultSentences, type TestStepRecord } from '@swic/core/contract';
import { type Translate, translator } from './i18n/index.js';
import type { DocumentList } from './lists/documents.js';
import type { OverdueList } from './lists/overdue.js';
import type { ReceiptList } from './lists/receipts.js';
import type { Call, DashboardClock, HostedAgent } from './outside.js';
import type { Store } from './store.js';
import type { Tone } from './theme.js';

/** What actions work with. */
export interface App {
  readonly store: Store;
  readonly clock: DashboardClock;
  readonly host: HostedAgent | null;
  /** Rejects with `instance.not-running` while there is no agent. */
  readonly call: Call;
  readonly documents: DocumentList;
  readonly receipts: ReceiptList;
  readonly overdue: OverdueList;
  /** Shows the directory of a file in the system's own file manager. */
  readonly openPath: (path: string) => Promise<void>;
  /** A copy of a file that may be changed; its path. */
  readonly copyForEditing: (path: string, name: string) => Promise<string>;
  /** Resolves when the editor has ended. */
  readonly openEditor: (path: string) => Promise<void>;
  /** Gives the terminal to another program while it runs. */
  readonly suspend: (work: () => Promise<void>) => Promise<void>;
  /** Ends the dashboard; the agent is not asked. */
  readonly end: () => void;
  /** Told the steps of a test of the connection as they end; returns how to stop listening. */
  readonly onTestStep: (listener: (step: TestStepRecord) => void) => () => void;
  /** Asks the agent for lines of the level that is now wanted. */
  readonly rewatch: () => Promise<void>;
  /** Clears the terminal and draws everything again: after another program wrote on it. */
  readonly redraw: () => void;
  /** Writes to the terminal, beside the picture: the clipboard's sequence. */
  readonly write: (text: string) => void;
}

export const wordsOf = (app: App): Translate => translator(app.store.get().locale);

const NOTICE_MS = 6_000;

/** A sentence at the bottom for a while. */
export function say(app: App, text: string, tone: Tone = 'info'): void {
  const untilMs = app.clock.nowMs() + NOTICE_MS;
  app.store.update(() => ({ notice: { text, tone, untilMs, isOfLink: false } }));
}

/** Starts something that may fail: a failure is said, never thrown. */
export function start(app: App, work: () => Promise<void>): void {
  void work().catch((reason: unknown) => {
    const fault = Fault.from(reason, 'internal.unexpected');
    const { meaning, sentence } = faultSentences(fault.toRecord(), app.store.get().locale);
    const detail = fault.code === 'internal.unexpected' && fault.reason !== null ? ` (${fault.reason})` : '';
    say(app, wordsOf(app)('failed', { meaning: `${sentence ?? meaning}${detail}` }), 'bad');
    const isOfLink = fault.code === 'instance.not-running';
    app.store.update(({ notice }) => ({ notice: notice === null ? null : { ...notice, isOfLink } }));
  });
}

/** Asks before anything that takes something away. */
export function ask(app: App, sentence: string, yes: () => void): void {
  const t = wordsOf(app);
  const close = (): void => app.store.update(() => ({ question: null }));
  app.store.update(() => ({
    question: {
      rows: [sentence],
      detail: [],
      answers: [
        {
          key: 'y',
          label: t('ask.yes'),
          act: () => {
            close();
            yes();
          },
        },
        { key: 'n', label: t('ask.no'), act: close },
      ],
    },
  }));
}
