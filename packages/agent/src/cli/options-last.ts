import type { Command } from 'commander';

/** Options that every command has; whether a value follows. */
const GLOBAL: Readonly<Record<string, boolean>> = {
  '-c': true,
  '--config': true,
  '--locale': true,
  '--json': false,
};

/** Is it one that every command has, and that may be in front of the command? By its long name. */
export const isGlobalOption = (long: string): boolean => Object.hasOwn(GLOBAL, long);

/**
 * `swic --locale zh status` as `swic status --locale zh`: the options that every command has are moved behind the words, before `--`,
 * wherever they are in front of the command.
 */
export function optionsLast(argv: readonly string[], program: Command): string[] {
  const [node = '', script = '', ...words] = argv;
  const moved: string[] = [];
  const kept: string[] = [];
  let group: Command | undefined = program;
  let at = 0;
  while (at < words.length && group !== undefined && group.commands.length > 0) {
    const word = words[at] ?? '';
    const takesValue = GLOBAL[word.replace(/=.*$/s, '')];
    if (takesValue === undefined) {
      if (word.startsWith('-')) break;
      kept.push(word);
      group = group.commands.find((command) => command.name() === word || command.aliases().includes(word));
      at += 1;
      continue;
    }
    const length = takesValue && !word.includes('=') ? 2 : 1;
    moved.push(...words.slice(at, at + length));
    at += length;
  }
  if (kept.length === 0) return [...argv];
  const rest = words.slice(at);
  const end = rest.includes('--') ? rest.indexOf('--') : rest.length;
  return [node, script, ...kept, ...rest.slice(0, end), ...moved, ...rest.slice(end)];
}
