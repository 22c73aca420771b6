import type { Command } from 'commander';

/** Every command that does something, in groups too. */
export function* everyCommand(command: Command): Iterable<Command> {
  for (const child of command.commands) {
    if (child.commands.length === 0) yield child;
    yield* everyCommand(child);
  }
}

/** With the groups, e.g. `swic card`, and the program itself first. */
export function* everyLevel(command: Command): Iterable<Command> {
  yield command;
  for (const child of command.commands) yield* everyLevel(child);
}
