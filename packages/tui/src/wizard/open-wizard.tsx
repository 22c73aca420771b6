import type { TestStepRecord } from '@swic/core/contract';
import { type AnswerProblem, FAULTS, Fault } from '@swic/core/contract';
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
  type ReadPage,
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
  /** Can boxes be made in this directory? Leaves nothing behind. */
  readonly checkDirectory: (directory: string) => AnswerProblem | null;
  /** What the text of the portal's page of transport settings says. */
  readonly readPage: (text: string) => ReadPage;
  /** Writes the configuration and saves the password; what it throws is shown, and all answers are still there. Its file. */
  readonly write: (choices: WizardChoices) => Promise<string>;
  readonly environment: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

export interface WizardEnd {
  readonly choices: WizardChoices;
  readonly file: string;
}

/** Asks step by step until the configuration is written; null when its user left before. */
export async function openWizard(options: WizardOptions): Promise<WizardEnd | null> {
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
  readonly ended: Promise<WizardEnd | null>;
  readonly #options: WizardOptions;
  readonly #listeners = new Set<() => void>();
  #state: WizardState;
  #end: (end: WizardEnd | null) => void = () => undefined;

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
    const { state, wish } = onWizardKey(this.#state, name, input, this.#options);
    this.#set(state);
    if (wish === 'leave') this.#end(null);
    if (wish === 'write') void this.#write();
    if (wish === 'test' && !state.test.isRunning) void this.#test();
  }

  async #test(): Promise<void> {
    this.#set({ ...this.#state, test: { isRunning: true, steps: [] }, problem: null });
    const add = (step: TestStepRecord): void =>
      this.#set({ ...this.#state, test: { isRunning: true, steps: [...this.#state.test.steps, step] } });
    try {
      await this.#options.test(choicesOf(this.#state), add);
    } catch (reason) {
      this.#set({ ...this.#state, problem: sentenceOf(reason, this.#state.locale) });
    }
    this.#set({ ...this.#state, test: { ...this.#state.test, isRunning: false } });
  }

  /** What cannot be written is said where it was asked for; every answer is kept. */
  async #write(): Promise<void> {
    const choices = choicesOf(this.#state);
    try {
      this.#end({ choices, file: await this.#options.write(choices) });
    } catch (reason) {
      this.#set({ ...this.#state, isWriting: false, problem: sentenceOf(reason, choices.locale) });
    }
  }

  #set(state: WizardState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** What happened, what is known of it, what to do. */
function sentenceOf(reason: unknown, locale: Locale): string {
  const fault = Fault.from(reason, 'command.failed');
  const { meaning, advice } = FAULTS[fault.code][locale];
  const { [locale]: sentence, file } = fault.detail;
  const said = [sentence, file, fault.reason].filter((part) => typeof part === 'string').join(' ');
  return locale === 'zh' ? `${meaning}：${said}。${advice}` : `${meaning}: ${said}. ${advice}`;
}

function Wizard({ session, theme }: { readonly session: WizardSession; readonly theme: Theme }): ReactNode {
  const state = useSyncExternalStore(session.subscribe, session.get);
  const { columns, rows } = useTerminalSize();
  useInput((input, key) => {
    const name = keyName(input, key);
    // A page in one piece stays in one piece: its line ends are no Enter.
    if (session.get().step === 'paste' && input.length > 1 && name === input) return session.press('text', input);
    for (const press of splitKeys({ input, name, isMeta: key.meta })) session.press(press.name, press.input);
  });
  return <Rows rows={wizardRows(state, theme, { width: columns, height: Math.max(1, rows - 1) })} theme={theme} />;
}
