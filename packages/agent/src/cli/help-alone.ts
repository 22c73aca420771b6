import { existsSync, readFileSync, writeSync } from 'node:fs';
import { localeIn, printableLines } from '@swic/core/contract';
import type { Command } from 'commander';
import { type Locale, localeOfEnvironment, translator } from '../text/index.js';
import { createProgram } from './base-program.js';
import { COMMAND_LINES } from './command-lines.js';
import { defaultConfigHere } from './default-config.js';
import { localizeHelp } from './usage-text.js';

const STANDARD_OUTPUT = 1;

/**
 * Answers `swic --help` and says that it did: the list of commands from a table, so that none of them is loaded. Where standard output
 * takes nothing, the whole program answers, which knows what to do about it.
 */
export function saysHelpAlone(asked: Locale | null): boolean {
  const text = helpText(asked ?? localeOfFile(defaultConfigHere()) ?? localeOfEnvironment());
  try {
    writeSync(STANDARD_OUTPUT, printableLines(text));
    return true;
  } catch {
    return false;
  }
}

export function helpText(locale: Locale): string {
  const lines: string[] = [];
  createHelp(locale)
    .configureOutput({ writeOut: (text) => void lines.push(text) })
    .outputHelp();
  return lines.join('');
}

function createHelp(locale: Locale): Command {
  const t = translator(locale);
  const program = createProgram(locale);
  for (const { usage, about, isGroup } of COMMAND_LINES) {
    const command = program.command(usage).description(t(about));
    // Whatever its options are: the list says only that it has some.
    if (!isGroup) command.option('--json');
  }
  localizeHelp(program, locale);
  return program;
}

function localeOfFile(file: string): Locale | null {
  try {
    return existsSync(file) ? localeIn(readFileSync(file, 'latin1')) : null;
  } catch {
    // It may not be read: the command that needs it says so.
    return null;
  }
}
