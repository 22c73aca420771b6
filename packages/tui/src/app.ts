import { type CommandMap, type CommandName, FAULTS, Fault } from '@swic/core/contract';
import { type Translate, translator } from './i18n/index.js';
import type { Store } from './store.js';
import type { Tone } from './theme.js';

/** Time as the dashboard needs it; the agent's own clock fits. */
export interface DashboardClock {
  nowMs(): number;
  readonly tickMs: () => number;
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
}

/** An agent that lives in this process, with the dashboard around it. */
export interface HostedAgent {
  /** Stops taking new work; what is in flight is finished. */
  drain(): void;
  /** Does not wait for it any more. */
  abort(): void;
  /** Settles when it has stopped; rejects with what stopped it. */
  readonly stopped: Promise<void>;
}

export type Call = <Name extends CommandName>(
  name: Name,
  params: CommandMap[Name]['params'],
) => Promise<CommandMap[Name]['result']>;

/** What actions work with. */
export interface App {
  readonly store: Store;
  readonly clock: DashboardClock;
  readonly host: HostedAgent | null;
  /** Rejects with `instance.not-running` while there is no agent. */
  readonly call: Call;
  /** Ends the dashboard; the agent is not asked. */
  readonly end: () => void;
  /** Asks the agent for lines of the level that is now wanted. */
  readonly rewatch: () => Promise<void>;
  /** Clears the terminal and draws everything again: after somebody else wrote on it. */
  readonly redraw: () => void;
  /** Writes to the terminal, beside the picture: the clipboard's sequence. */
  readonly write: (text: string) => void;
}

export const wordsOf = (app: App): Translate => translator(app.store.get().locale);

const NOTICE_MS = 6_000;

/** A sentence at the bottom for a while. */
export function say(app: App, text: string, tone: Tone = 'info'): void {
  const untilMs = app.clock.nowMs() + NOTICE_MS;
  app.store.update(() => ({ notice: { text, tone, untilMs } }));
}

/** Starts something that may fail: a failure is said, never thrown. */
export function start(app: App, work: () => Promise<void>): void {
  void work().catch((reason: unknown) => {
    const fault = Fault.from(reason, 'internal.unexpected');
    const { meaning } = FAULTS[fault.code][app.store.get().locale];
    const detail = fault.code === 'internal.unexpected' && fault.reason !== null ? ` (${fault.reason})` : '';
    say(app, wordsOf(app)('failed', { meaning: `${meaning}${detail}` }), 'bad');
  });
}

/** Asks before anything that takes something away. */
export function ask(app: App, sentence: string, yes: () => void): void {
  const t = wordsOf(app);
  const close = (): void => app.store.update(() => ({ question: null }));
  app.store.update(() => ({
    question: {
      rows: [sentence],
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
