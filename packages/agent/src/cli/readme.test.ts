import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { translator } from '../text/index.js';
import { COMMANDS } from './commands.js';

function commandNames(): readonly string[] {
  const program = new Command();
  for (const declare of COMMANDS) declare({ program, t: translator('en'), act: () => async () => undefined });
  return program.commands.map((command) => command.name());
}

/** `swic init · import-official · …`: the names between its first and its last. */
function namesIn(readme: string): readonly string[] {
  const text = readFileSync(fileURLToPath(new URL(`../../../../${readme}`, import.meta.url)), 'utf8');
  const list = /`swic (init · [^`]+)`/.exec(text)?.[1] ?? '';
  return list.split('·').map((name) => name.trim());
}

test.each(['README.md', 'README.zh.md'])('%s lists every command that there is, and no other', (readme) => {
  expect([...namesIn(readme)].sort()).toEqual([...commandNames()].sort());
});
