import { openDashboard } from '@swic/tui';
import { NOW_MS, type RecordedAgent } from './recorded-agent.js';
import { TestTerminal } from './terminal.js';

export interface ScreenChoices {
  readonly columns: number;
  readonly rows: number;
  readonly locale: 'zh' | 'en';
  readonly isReadOnly?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly keys?: Readonly<Record<string, readonly string[]>>;
}

export interface OpenScreen extends AsyncDisposable {
  readonly terminal: TestTerminal;
  /** What the dashboard says when it has ended. */
  readonly ended: Promise<string>;
}

/** The whole dashboard on a terminal of the test's, with an agent that answers from the recording. Time does not pass. */
export function openScreen(agents: readonly RecordedAgent[], choices: ScreenChoices): OpenScreen {
  const terminal = new TestTerminal(choices.columns, choices.rows);
  let next = 0;
  const ended = openDashboard({
    connect: async () => {
      const agent = agents[next];
      next += 1;
      if (agent === undefined) return new Promise<never>(() => undefined);
      return agent.client;
    },
    host: null,
    clock: {
      nowMs: () => NOW_MS,
      tickMs: () => performance.now(),
      sleep: (delayMs, signal) =>
        new Promise((resolve) => {
          const timer = setTimeout(resolve, Math.min(delayMs, 400));
          signal.addEventListener('abort', () => {
            clearTimeout(timer);
            resolve();
          });
        }),
    },
    locale: choices.locale,
    isReadOnly: choices.isReadOnly ?? false,
    keys: choices.keys ?? {},
    environment: choices.environment ?? {},
    openPath: async () => undefined,
    copyForEditing: async (path) => path,
    openEditor: async () => undefined,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
  });
  return {
    terminal,
    ended,
    async [Symbol.asyncDispose]() {
      // The first may only close a question or the help.
      for (let isOpen = true; isOpen; ) {
        terminal.type('\u0003');
        isOpen = await Promise.race([
          ended.then(() => false),
          new Promise<true>((go) => setTimeout(() => go(true), 20)),
        ]);
      }
    },
  };
}
