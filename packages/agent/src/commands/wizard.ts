import { appendFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import {
  BUSINESSES,
  composeOfficial,
  composeWorkspace,
  Fault,
  findOfficialOffer,
  type ImportChoices,
  type ImportNote,
  type InitChoices,
  importOfficial,
  initWorkspace,
  type LoadedConfig,
  readPastedTransport,
  type SecretRef,
  saveSecret,
  testConnectionOf,
} from '@swic/core';
import type { WizardChoices } from '@swic/tui';
import { type Context, createContext } from '../cli/context.js';
import { translator } from '../text/index.js';
import { checkWritable } from './check-writable.js';
import { lendPassword, secretNameOf } from './lend-password.js';
import { offerStart } from './offer-start.js';
import { pageComments } from './page-comments.js';
import { prefixEdits } from './prefix-edits.js';
import { runDashboard } from './tui.js';

const EXIT_LEFT = 130;

/** Asks for what a configuration needs, writes it, and ends in a running dashboard. */
export async function runWizard(context: Context, directory: string): Promise<number> {
  const file = path.resolve(directory, 'swic.yaml');
  // Said before anything is asked: no answer is given in vain.
  if (existsSync(file)) throw new Fault('config.exists', { file });
  process.env['NODE_ENV'] = 'production';
  const { openWizard } = await import('@swic/tui');
  const said: string[] = [];
  const ended = await openWizard({
    businesses: BUSINESSES.filter(({ isReceiveOnly }) => !isReceiveOnly),
    official: findOfficialOffer(process.env, process.cwd()),
    locale: context.locale,
    test: async (tried, onStep) => {
      using password = lendPassword(tried.password);
      const { loaded } = compose(tried, directory, password.ref);
      await testConnectionOf(loaded, context.clock, onStep, new AbortController().signal);
    },
    readPage: readPastedTransport,
    checkDirectory: (boxes) => checkWritable(path.resolve(directory, boxes)),
    write: async (choices) => {
      const written = await write(choices, directory);
      said.push(...written.said);
      return written.file;
    },
    environment: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
  });
  if (ended === null) return EXIT_LEFT;
  for (const line of said) context.say(line);
  const { locale } = ended.choices;
  const made = createContext({ ...context.options, config: path.resolve(ended.file), locale });
  const isInstalled = await offerStart(made);
  const code = await runDashboard(made, { readOnly: false });
  made.say(made.t(isInstalled ? 'start.look' : 'start.again'));
  return code;
}

/** The secret first: a file that refers to a secret is not written before the secret is there. */
async function write(
  choices: WizardChoices,
  directory: string,
): Promise<{ readonly file: string; readonly said: readonly string[] }> {
  const t = translator(choices.locale);
  const reference = choices.password === null ? null : { keyring: secretNameOf(choices.clientId) };
  // Everything that can be wrong with the answers is found before anything is kept.
  compose(choices, directory, reference);
  if (reference !== null && choices.password !== null) await saveSecret(reference.keyring, choices.password, null);
  if (choices.official === null) {
    const { file } = initWorkspace(toInit(choices, directory, reference));
    keepAsComments(file, choices.left);
    return { file, said: [t('init.written', { file })] };
  }
  const { file, businesses, notes } = importOfficial(toImport(choices, directory, reference));
  keepAsComments(file, choices.left);
  const left = notes.filter(isLeft);
  return {
    file,
    said: [
      t('import.written', { file, businesses: businesses.length }),
      ...businesses.map(({ key, outBox }) => `  ${key}  ${outBox ?? ''}`),
      ...(left.length > 0 ? [t('import.notes')] : []),
      ...left.map((note) => `  - ${choices.locale === 'zh' ? note.zh : note.en}`),
    ],
  };
}

/** What a pasted page says beside the settings: a person may need it, so it is not lost. */
function keepAsComments(file: string, words: readonly string[]): void {
  if (words.length > 0) appendFileSync(file, pageComments(words));
}

function compose(
  choices: WizardChoices,
  directory: string,
  password: SecretRef | null,
): { readonly loaded: LoadedConfig } {
  return choices.official === null
    ? composeWorkspace(toInit(choices, directory, password))
    : composeOfficial(toImport(choices, directory, password));
}

/** What the wizard asked for is seen to; a PIN or a device is not, also where a signer was chosen. */
function isLeft({ about }: ImportNote): boolean {
  return about !== 'transport' && about !== 'clientId';
}

function toInit(choices: WizardChoices, directory: string, password: SecretRef | null): InitChoices {
  return {
    ...choices,
    directory,
    edits: [
      { path: ['boxesDir'], value: choices.boxesDir },
      ...prefixEdits(choices.successPrefix),
      ...connectionEdits(choices, password),
      ...webEdits(choices),
    ],
  };
}

function toImport(choices: WizardChoices, directory: string, password: SecretRef | null): ImportChoices {
  return {
    ...choices,
    settings: choices.official,
    directory,
    edits: [...connectionEdits(choices, password), ...webEdits(choices)],
  };
}

const webEdits = ({ webPort }: WizardChoices): InitChoices['edits'] =>
  webPort === null ? [] : [{ path: ['web', 'port'], value: webPort }];

function connectionEdits({ connection, transport }: WizardChoices, password: SecretRef | null): InitChoices['edits'] {
  const edits = connection.map(({ path: at, value }) => ({ path: ['transport', ...at.split('.')], value }));
  return transport === 'embedded' ? edits : [...edits, { path: ['transport', 'password'], value: password }];
}
