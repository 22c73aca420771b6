import { readFileSync } from 'node:fs';
import {
  editConfigText,
  Fault,
  type LoadedConfig,
  type PastedTransport,
  parseConfig,
  problemsFault,
  readPastedTransport,
  replaceConfigText,
  type SecretRef,
  saveSecret,
  testConnectionOf,
  testStepText,
  wordFor,
} from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { readPiped, readSecret } from '../cli/read-secret.js';
import { faultLines } from '../cli/say-fault.js';
import { formatTable } from '../cli/table.js';
import { lendPassword, secretNameOf } from './lend-password.js';
import { pageComments } from './page-comments.js';

interface PasteOptions {
  readonly file?: string;
  readonly force: boolean;
}

const EXIT_UNREACHABLE = 69;

export function declareTransport({ program, t, act }: CommandHost): void {
  program
    .command('transport')
    .description(t('transport.about'))
    .command('paste')
    .description(t('transport.paste.about'))
    .option('--file <file>', t('transport.paste.file'))
    .option('--force', t('transport.paste.force'), false)
    .action(act((context, options: PasteOptions) => paste(context, options)));
}

/** Shows what was understood, asks for the password, tests the connection, and writes only what works or was insisted on. */
async function paste(context: Context, options: PasteOptions): Promise<number> {
  const { t } = context;
  const { file, config } = context.load();
  const pasted = readPastedTransport(await textOf(context, options));
  show(context, pasted);
  if (pasted.understood.length === 0)
    throw new Fault('command.usage', { zh: t('transport.paste.nothing'), en: t('transport.paste.nothing') });
  const password = pasted.password ?? (process.stdin.isTTY ? await readSecret(t('transport.paste.password')) : null);
  const name = secretNameOf(config.clientId);
  const edited = compose(file, pasted, { keyring: name });
  const isWorking = await tryOut(context, file, pasted, password);
  if (!isWorking && !options.force) {
    context.say(t('transport.paste.notWritten'));
    return EXIT_UNREACHABLE;
  }
  if (password === null) context.say(t('transport.paste.noPassword', { name }));
  else await saveSecret(name, password, null);
  replaceConfigText(file, edited.text);
  context.say(t('transport.paste.written', { file }));
  return isWorking ? 0 : EXIT_UNREACHABLE;
}

/** A terminal is asked for the text, which ends with an empty line or Ctrl-D. */
async function textOf(context: Context, { file }: PasteOptions): Promise<string> {
  if (file === undefined) {
    if (process.stdin.isTTY) context.say(context.t('transport.paste.ask'));
    return readPiped();
  }
  try {
    return readFileSync(file, 'utf8');
  } catch (reason) {
    throw new Fault('command.not-found', { file }, reason);
  }
}

function show(context: Context, { kind, understood, left, password }: PastedTransport): void {
  const { t } = context;
  context.say(t('transport.paste.understood', { kind }));
  for (const line of formatTable(
    null,
    understood.map(({ label, path: at, value }) => [`  ${label}`, `transport.${at}`, value]),
  ))
    context.say(line);
  if (password !== null) context.say(`  ${t('transport.paste.hasPassword')}`);
  if (left.length > 0) context.say(t('transport.paste.left'));
  for (const words of left) context.say(`  ${words}`);
}

/** Another kind of transport begins anew; the same kind keeps what the page does not say. */
function compose(
  file: string,
  { kind, edits, left }: PastedTransport,
  password: SecretRef,
): { readonly text: string; readonly loaded: LoadedConfig } {
  const text = readFileSync(file, 'utf8');
  const before = parseConfig(text, file);
  const isSame = before.outcome === 'ok' && before.loaded.config.transport.kind === kind;
  const begun = isSame ? text : editConfigText(text, [{ path: ['transport'], value: { kind } }]);
  const edited = editConfigText(begun, [...edits.slice(1), { path: ['transport', 'password'], value: password }]);
  const comments = pageComments(left);
  const whole = comments === '' ? edited : `${edited.replace(/\n?$/, '\n')}${comments}`;
  const result = parseConfig(whole, file);
  if (result.outcome === 'invalid') throw problemsFault(file, result.problems);
  return { text: whole, loaded: result.loaded };
}

async function tryOut(
  context: Context,
  file: string,
  pasted: PastedTransport,
  password: string | null,
): Promise<boolean> {
  using lent = lendPassword(password);
  const { loaded } = compose(file, pasted, lent.ref ?? { keyring: secretNameOf(context.load().config.clientId) });
  try {
    const steps = await testConnectionOf(loaded, context.clock, () => undefined, new AbortController().signal);
    const { locale } = context;
    for (const line of formatTable(
      null,
      steps.map(({ name, outcome }) => [testStepText(name, locale), wordFor('outcome', outcome, locale)]),
    ))
      context.say(line);
    const failed = steps.find(({ outcome }) => outcome === 'failed')?.fault ?? null;
    if (failed !== null) for (const line of faultLines(context, failed)) context.say(line);
    return failed === null;
  } catch (reason) {
    for (const line of faultLines(context, Fault.from(reason, 'transport.unreachable').toRecord())) context.say(line);
    return false;
  }
}
