import path from 'node:path';
import {
  BUSINESSES,
  composeOfficial,
  composeWorkspace,
  findOfficialOffer,
  type ImportChoices,
  type ImportNote,
  type InitChoices,
  importOfficial,
  initWorkspace,
  testConnectionOf,
} from '@swic/core';
import type { WizardChoices } from '@swic/tui';
import { type Context, createContext } from '../cli/context.js';
import { runDashboard } from './tui.js';

const EXIT_LEFT = 130;

/** Asks for what a configuration needs, writes it, and ends in a running dashboard. */
export async function runWizard(context: Context, directory: string): Promise<number> {
  process.env['NODE_ENV'] ??= 'production';
  const { openWizard } = await import('@swic/tui');
  const choices = await openWizard({
    businesses: BUSINESSES.filter(({ isReceiveOnly }) => !isReceiveOnly),
    official: findOfficialOffer(process.env, process.cwd()),
    locale: context.locale,
    test: async (tried, onStep) => {
      const { loaded } =
        tried.official === null
          ? composeWorkspace(toInit(tried, directory))
          : composeOfficial(toImport(tried, directory));
      await testConnectionOf(loaded, context.clock, onStep, new AbortController().signal);
    },
    environment: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
  });
  if (choices === null) return EXIT_LEFT;
  const { locale } = choices;
  const chosen = createContext({ ...context.options, locale });
  const file = write(chosen, choices, directory);
  return runDashboard(createContext({ ...context.options, config: path.resolve(file), locale }), { readOnly: false });
}

/** Resolves with the file that was written; says what could not be carried over and was not asked for, either. */
function write(context: Context, choices: WizardChoices, directory: string): string {
  const { t, locale } = context;
  if (choices.official === null) {
    const { file } = initWorkspace(toInit(choices, directory));
    context.say(t('init.written', { file }));
    return file;
  }
  const { file, businesses, notes } = importOfficial(toImport(choices, directory));
  context.say(t('import.written', { file, businesses: businesses.length }));
  for (const { key, outBox } of businesses) context.say(`  ${key}  ${outBox ?? ''}`);
  const left = notes.filter(isLeft);
  if (left.length > 0) context.say(t('import.notes'));
  for (const note of left) context.say(`  - ${locale === 'zh' ? note.zh : note.en}`);
  return file;
}

/** What the wizard asked for is seen to; a PIN or a device is not, also where a signer was chosen. */
function isLeft({ about }: ImportNote): boolean {
  return about !== 'transport' && about !== 'clientId';
}

function toInit(choices: WizardChoices, directory: string): InitChoices {
  return {
    ...choices,
    directory,
    edits: [{ path: ['boxesDir'], value: choices.boxesDir }, ...connectionEdits(choices)],
  };
}

function toImport(choices: WizardChoices, directory: string): ImportChoices {
  return { ...choices, settings: choices.official, directory, edits: connectionEdits(choices) };
}

function connectionEdits({ connection }: WizardChoices): InitChoices['edits'] {
  return connection.map(({ path: at, value }) => ({ path: ['transport', ...at.split('.')], value }));
}
