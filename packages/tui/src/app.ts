import { type DocumentRecord, Fault, faultSentences, type TestStepRecord } from '@swic/core/contract';
import type { Locale, Translate } from './i18n/index.js';
import type { Call, DashboardClock, HostedAgent } from './outside.js';
import type { PlaceName } from './state.js';
import type { Store } from './store.js';
import type { Tone } from './theme.js';

/** What actions work with. */
export interface App {
  readonly store: Store;
  readonly clock: DashboardClock;
  readonly host: HostedAgent | null;
  /** Rejects with `instance.not-running` while there is no agent. */
  readonly call: Call;
  readonly words: (locale: Locale) => Translate;
  /** Opens a view; Esc leads back. */
  readonly openView: (view: PlaceName) => void;
  /** The document that an action is about: the one that is open, or under the cursor. */
  readonly document: () => DocumentRecord | null;
  /** What a view keeps beside its state: made when it is first asked for, then the same one. */
  readonly own: <T>(open: (app: App) => T) => T;
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

export const wordsOf = (app: App): Translate => app.words(app.store.get().locale);

/** Keeps what each view makes for itself, by what makes it. */
export function createOwn(app: () => App): App['own'] {
  const made = new Map<unknown, unknown>();
  return <T>(open: (app: App) => T): T => {
    if (!made.has(open)) made.set(open, open(app()));
    return made.get(open) as T;
  };
}

const NOTICE_MS = 6_000;

/** A sentence at the bottom for a while. */
export function say(app: App, text: string, tone: Tone = 'info'): void {
  const untilMs = app.clock.nowMs() + NOTICE_MS;
  app.store.update(() => ({ notice: { text, tone, untilMs, isOfLink: false } }));
}

/** That no agent is reached is not true any longer. */
export function forgetNoAgent(store: Store): void {
  if (store.get().notice?.isOfLink === true) store.update(() => ({ notice: null }));
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
