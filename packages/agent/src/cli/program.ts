import { existsSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { isTerminal } from '../commands/tui.js';
import { type Locale, localeOfEnvironment, translator } from '../text/index.js';
import { VERSION } from '../version.js';
import { COMMANDS } from './commands.js';
import { createContext, type GlobalOptions } from './context.js';
import type { CommandHost } from './host.js';
import { writeHelp, writeUsage } from './output.js';
import { failWith } from './say-fault.js';

const EXIT_USAGE = 2;

/** Parses and runs; resolves with the exit code. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const t = translator(localeAsked(argv) ?? localeOfEnvironment());
  let exitCode = 0;
  const program = new Command('swic');
  program
    .description(t('program.about'))
    .version(VERSION)
    .addHelpText('after', `\n${t('program.more')}`)
    .exitOverride()
    .configureOutput({ writeOut: writeHelp, writeErr: writeUsage })
    .showHelpAfterError();
  const host: CommandHost = {
    program,
    t,
    act:
      (work) =>
      async (...all) => {
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
      },
  };
  for (const declare of COMMANDS) declare(host);
  for (const command of everyCommand(program)) addGlobalOptions(command, t);
  try {
    await program.parseAsync(withDashboard(argv));
  } catch (reason) {
    if (!(reason instanceof CommanderError)) throw reason;
    return reason.exitCode === 0 ? 0 : EXIT_USAGE;
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
  return [node, script, words.length === 0 && !existsSync('swic.yaml') ? 'init' : 'tui', ...words];
}

function* everyCommand(command: Command): Iterable<Command> {
  for (const child of command.commands) {
    if (child.commands.length === 0) yield child;
    yield* everyCommand(child);
  }
}

function addGlobalOptions(command: Command, t: ReturnType<typeof translator>): void {
  command.exitOverride();
  command.addOption(new Option('-c, --config <file>', t('option.config')).default('./swic.yaml'));
  command.addOption(new Option('--json', t('option.json')).default(false));
  command.addOption(new Option('--locale <locale>', t('option.locale')).choices(['zh', 'en']));
}

function globalOptions(command: Command): GlobalOptions {
  const { config, json, locale } = command.opts<{ config: string; json: boolean; locale?: Locale }>();
  return { config, json, locale: locale ?? null };
}

/** Help is printed before commander has parsed anything, so the one option that decides its language is looked for by hand. */
function localeAsked(argv: readonly string[]): Locale | null {
  const at = argv.findIndex((word) => word === '--locale' || word.startsWith('--locale='));
  const word = at < 0 ? undefined : argv[at]?.includes('=') === true ? argv[at]?.split('=')[1] : argv[at + 1];
  return word === 'zh' || word === 'en' ? word : null;
}
