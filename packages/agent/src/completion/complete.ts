import { RootCommand } from '@bomb.sh/tab';
import type { Command, Option } from 'commander';
import { everyLevel } from '../cli/command-tree.js';
import type { Context } from '../cli/context.js';
import { isGlobalOption } from '../cli/options-last.js';
import { type Candidate, candidatesOf, type Kind } from './candidates.js';
import { ARGUMENT_KINDS, COMMAND_KINDS, COMMAND_OPTION_KINDS, OPTION_KINDS } from './shape.js';

/** Every kind that the command line can ask for at this place, found before the library asks: it does not wait. */
type Found = ReadonlyMap<Kind, readonly Candidate[]>;

/** Prints what can follow the words that are typed, as the scripts of `swic completion` ask for it. The last word is the one begun. */
export async function printCompletions(context: Context, program: Command, typed: readonly string[]): Promise<void> {
  const begun = typed.at(-1) ?? '';
  const command = commandTyped(program, typed);
  const kinds = [...new Set(kindsOf(command, nameOf(command)))];
  const entries = await Promise.all(
    kinds.map(async (kind) => [kind, await candidatesOf(context, kind, begun)] as const),
  );
  treeOf(program, new Map(entries)).parse([...typed]);
}

function commandTyped(program: Command, typed: readonly string[]): Command {
  let command = program;
  for (const word of typed.slice(0, -1)) command = command.commands.find((one) => one.name() === word) ?? command;
  return command;
}

/** `card pin`; '' for the program itself. */
function nameOf(command: Command): string {
  return command.parent === null ? '' : `${nameOf(command.parent)} ${command.name()}`.trim();
}

function* kindsOf(command: Command, name: string): Iterable<Kind> {
  for (const argument of command.registeredArguments) yield* kindOfArgument(name, argument.name());
  for (const option of name === '' ? optionsInFront(command) : command.options) yield* kindOfOption(name, option);
}

/** `swic --locale zh status`: what may be in front of the command. The program itself does not have it. */
function optionsInFront(program: Command): readonly Option[] {
  const global = new Map<string, Option>();
  for (const command of everyLevel(program))
    for (const option of command.options)
      if (option.long !== undefined && isGlobalOption(option.long)) global.set(option.long, option);
  return [...global.values(), ...program.options];
}

function kindOfArgument(command: string, argument: string): readonly Kind[] {
  const kind = COMMAND_KINDS[`${command} ${argument}`] ?? ARGUMENT_KINDS[argument];
  return kind === undefined ? [] : [kind];
}

function kindOfOption(command: string, { long }: Option): readonly Kind[] {
  const kind = COMMAND_OPTION_KINDS[`${command} ${long ?? ''}`] ?? OPTION_KINDS[long ?? ''];
  return kind === undefined ? [] : [kind];
}

/** Our commands as the library wants them: a group's commands by both words. */
function treeOf(program: Command, found: Found): RootCommand {
  const tree = new RootCommand();
  for (const option of optionsInFront(program)) addOption(tree, '', option, found);
  for (const command of everyLevel(program)) {
    const name = nameOf(command);
    if (name === '') continue;
    const own = tree.command(name, command.description());
    for (const option of command.options) addOption(own, name, option, found);
    for (const argument of command.registeredArguments) {
      const [kind] = kindOfArgument(name, argument.name());
      const words = kind === undefined ? [] : (found.get(kind) ?? []);
      own.argument(
        argument.name(),
        (complete) => words.forEach(([word, about]) => complete(word, about)),
        argument.variadic,
      );
    }
    // `help run`: a command is a topic as well.
    if (name === 'help') addCommandsAsTopics(own, program, found.get('topic') ?? []);
  }
  return tree;
}

type TabCommand = ReturnType<RootCommand['command']>;

function addOption(own: TabCommand, command: string, option: Option, found: Found): void {
  const long = option.long?.slice(2);
  if (long === undefined) return;
  const short = option.short?.slice(1);
  if (!option.required && !option.optional) {
    own.option(long, option.description, short);
    return;
  }
  const [kind] = kindOfOption(command, option);
  const words =
    kind === undefined ? (option.argChoices ?? []).map((word) => [word, ''] as const) : (found.get(kind) ?? []);
  own.option(long, option.description, (complete) => words.forEach(([word, about]) => complete(word, about)), short);
}

function addCommandsAsTopics(own: TabCommand, program: Command, topics: readonly Candidate[]): void {
  own.argument(
    'topic',
    (complete) => {
      for (const command of program.commands) complete(command.name(), command.description());
      for (const [word, about] of topics) complete(word, about);
    },
    true,
  );
}
