import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { isTerminal } from '../commands/tui.js';
import { answerShell, completionAsked } from '../completion/declare-completion.js';
import { type Locale, localeOfEnvironment, translator } from '../text/index.js';
import { createProgram } from './base-program.js';
import { everyCommand, everyLevel } from './command-tree.js';
import { COMMANDS } from './commands.js';
import { configuredLocale, createContext, type GlobalOptions } from './context.js';
import { defaultConfigHere } from './default-config.js';
import type { CommandHost } from './host.js';
import { optionsLast } from './options-last.js';
import { failWith } from './say-fault.js';
import { isUsageError, localizeHelp } from './usage-text.js';
import { choiceOption } from './values.js';

const EXIT_USAGE = 2;

/** `swic` with all its commands and their options; `act` is what becomes of the work of a command that is called. */
export function declareProgram(locale: Locale, act: CommandHost['act']): Command {
  const t = translator(locale);
  const program = createProgram(locale);
  for (const declare of COMMANDS) declare({ program, t, act });
  for (const command of everyCommand(program)) addGlobalOptions(command, t);
  for (const command of everyLevel(program)) localizeHelp(command, locale);
  return program;
}

/** Parses and runs; resolves with the exit code. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const locale = localeAsked(argv) ?? configuredLocale(configAsked(argv)) ?? localeOfEnvironment();
  let exitCode = 0;
  const program = declareProgram(locale, (work) => async (...all) => {
    const command = all.at(-1);
    if (!(command instanceof Command)) throw new TypeError('commander calls actions with the command last');
    // Commander hands over: the arguments, the options, the command.
    const args = all.slice(0, -1) as never;
    const context = createContext(globalOptions(command));
    try {
      exitCode = await work(context, ...args);
    } catch (reason) {
      exitCode = failWith(context, reason);
    }
  });
  const typed = completionAsked(argv);
  if (typed !== null)
    return answerShell(createContext({ config: configAsked(typed), json: false, locale }), program, typed);
  try {
    await program.parseAsync(withDashboard(optionsLast(argv, program)));
  } catch (reason) {
    if (isUsageError(reason)) return reason.exitCode === 0 ? 0 : EXIT_USAGE;
    // A word that is refused while it is parsed, before there is a command to answer for it.
    const isJson = argv.includes('--json');
    return failWith(createContext({ config: configAsked(argv), json: isJson, locale }), reason);
  }
  return exitCode;
}

/**
 * `swic` alone on a terminal opens the dashboard, with its options or without; where there is no configuration, the wizard that makes
 * one. In a script it prints its help.
 */
function withDashboard(argv: readonly string[]): string[] {
  const [node = '', script = '', ...words] = argv;
  const isBare = words.every(
    (word, at) => word.startsWith('-') || /^(-c|--config|--locale)$/.test(words[at - 1] ?? ''),
  );
  const isHelp = words.some((word) => /^(-h|--help|-V|--version)$/.test(word));
  if (!isBare || isHelp || !isTerminal()) return [...argv];
  return [node, script, words.length === 0 && !existsSync(defaultConfigHere()) ? 'init' : 'tui', ...words];
}

function addGlobalOptions(command: Command, t: ReturnType<typeof translator>): void {
  command.exitOverride();
  command.addOption(new Option('-c, --config <file>', t('option.config')).default(defaultConfigHere()));
  command.addOption(new Option('--json', t('option.json')).default(false));
  command.addOption(choiceOption('--locale <locale>', t('option.locale'), ['zh', 'en']));
}

function globalOptions(command: Command): GlobalOptions {
  const { config, json, locale } = command.opts<{ config: string; json: boolean; locale?: Locale }>();
  return { config, json, locale: locale ?? null };
}

/** Help is printed before commander has parsed anything, so the options that decide its language are looked for by hand. */
function localeAsked(argv: readonly string[]): Locale | null {
  const word = valueOf(argv, ['--locale']);
  return word === 'zh' || word === 'en' ? word : null;
}

function configAsked(argv: readonly string[]): string {
  return valueOf(argv, ['--config', '-c']) ?? defaultConfigHere();
}

function valueOf(argv: readonly string[], names: readonly string[]): string | null {
  const at = argv.findIndex((word) => names.some((name) => word === name || word.startsWith(`${name}=`)));
  const word = argv[at];
  if (word === undefined) return null;
  return (word.includes('=') ? word.slice(word.indexOf('=') + 1) : argv[at + 1]) ?? null;
}
