import path from 'node:path';
import { BUSINESSES, composeWorkspace, type InitChoices, initWorkspace, testConnectionOf } from '@swic/core';
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
    locale: context.locale,
    test: async (tried, onStep) => {
      const { loaded } = composeWorkspace(toInit(tried, directory));
      await testConnectionOf(loaded, context.clock, onStep, new AbortController().signal);
    },
    environment: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
  });
  if (choices === null) return EXIT_LEFT;
  const { file } = initWorkspace(toInit(choices, directory));
  context.say(context.t('init.written', { file }));
  const { locale } = choices;
  return runDashboard(createContext({ ...context.options, config: path.resolve(file), locale }), { readOnly: false });
}

function toInit(choices: WizardChoices, directory: string): InitChoices {
  const { boxesDir, connection, transport } = choices;
  return {
    ...choices,
    directory,
    edits: [
      { path: ['boxesDir'], value: boxesDir },
      ...connection.map(({ path: at, value }) => ({ path: ['transport', ...at.split('.')], value })),
    ],
    transport,
  };
}
