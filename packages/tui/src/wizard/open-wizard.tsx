import type { TestStepRecord } from '@swic/core/contract';
import { FAULTS, Fault } from '@swic/core/contract';
import { render, useInput } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import { Rows } from '../components/rows.js';
import { useTerminalSize } from '../hooks/use-terminal-size.js';
import type { Locale } from '../i18n/index.js';
import { keyName, splitKeys } from '../input.js';
import { openKeyboard } from '../keyboard.js';
import { openPresenter } from '../presenter.js';
import { createTheme, type Theme, themeOptions } from '../theme.js';
import { onWizardKey } from './act.js';
import { wizardRows } from './screen.js';
import {
  choicesOf,
  initialWizard,
  type OfferedBusiness,
  type OfferedImport,
  type WizardChoices,
  type WizardState,
} from './state.js';

export interface WizardOptions {
  readonly businesses: readonly OfferedBusiness[];
  /** Settings of the official client that were found; null = none, and nothing is asked about them. */
  readonly official: OfferedImport | null;
  readonly locale: Locale;
  /** Tests the connection that was chosen; told each step as it ends. Throws what keeps it from being tested. */
  readonly test: (choices: WizardChoices, onStep: (step: TestStepRecord) => void) => Promise<void>;
  readonly environment: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

/** Asks step by step; null when its user left it. Writes nothing. */
export async function openWizard(options: WizardOptions): Promise<WizardChoices | null> {
  const session = new WizardSession(options);
  const presenter = openPresenter(options.stdout);
  const theme = createTheme(themeOptions(options.environment, process.platform));
  const keyboard = openKeyboard(options.stdin);
  const picture = render(<Wizard session={session} theme={theme} />, {
    stdin: keyboard.stream,
    stdout: presenter.stream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  try {
    return await session.ended;
  } finally {
    picture.unmount();
    keyboard[Symbol.dispose]();
    presenter[Symbol.dispose]();
  }
}

class WizardSession {
  readonly ended: Promise<WizardChoices | null>;
  readonly #options: WizardOptions;
  readonly #listeners = new Set<() => void>();
  #state: WizardState;
  #end: (choices: WizardChoices | null) => void = () => undefined;

  constructor(options: WizardOptions) {
    this.#options = options;
    this.#state = initialWizard(options.businesses, options.official, options.locale);
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  readonly get = (): WizardState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  press(name: string, input: string): void {
    const { state, wish } = onWizardKey(this.#state, name, input);
    this.#set(state);
    if (wish === 'leave') this.#end(null);
    if (wish === 'write') this.#end(choicesOf(state));
    if (wish === 'test' && !state.test.isRunning) void this.#test();
  }

  async #test(): Promise<void> {
    this.#set({ ...this.#state, test: { isRunning: true, steps: [] }, problem: null });
    const add = (step: TestStepRecord): void =>
      this.#set({ ...this.#state, test: { isRunning: true, steps: [...this.#state.test.steps, step] } });
    try {
      await this.#options.test(choicesOf(this.#state), add);
    } catch (reason) {
      const fault = Fault.from(reason, 'command.failed');
      const { meaning, advice } = FAULTS[fault.code][this.#state.locale];
      this.#set({ ...this.#state, problem: `${meaning}. ${advice}` });
    }
    this.#set({ ...this.#state, test: { ...this.#state.test, isRunning: false } });
  }

  #set(state: WizardState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function Wizard({ session, theme }: { readonly session: WizardSession; readonly theme: Theme }): ReactNode {
  const state = useSyncExternalStore(session.subscribe, session.get);
  const { columns, rows } = useTerminalSize();
  useInput((input, key) => {
    for (const press of splitKeys({ input, name: keyName(input, key), isMeta: key.meta }))
      session.press(press.name, press.input);
  });
  return <Rows rows={wizardRows(state, theme, { width: columns, height: Math.max(1, rows - 1) })} theme={theme} />;
}
