import { spawnSync } from 'node:child_process';
import { Fault } from '@swic/core';

/** Rejects with `command.failed` and the tool's own words where it fails. */
export function demand(tool: string, words: readonly string[]): void {
  const { code, text } = ask(tool, words);
  if (code !== 0) throw new Fault('command.failed', { tool, words: words.join(' '), code }, text);
}

/** What fails here is not told, e.g. since it undoes what another step has done. */
export function attempt(tool: string, words: readonly string[]): void {
  spawnSync(tool, [...words], { stdio: 'ignore', windowsHide: true });
}

/** As attempt, a whole line for the system's own shell: Windows runs a `.cmd` by no other way, and cuts quotes off a line that Node made of words. */
export function attemptLine(line: string): void {
  spawnSync(line, { shell: true, stdio: 'ignore', windowsHide: true });
}

/** Standard input stays the operator's: schtasks asks for the account's password there. */
export function ask(tool: string, words: readonly string[]): { readonly code: number; readonly text: string } {
  const { status, stdout, stderr, error } = spawnSync(tool, [...words], {
    encoding: 'utf8',
    stdio: ['inherit', 'pipe', 'pipe'],
    windowsHide: true,
  });
  if (error !== undefined) throw new Fault('command.failed', { tool }, error);
  return { code: status ?? 1, text: `${stdout}${stderr}`.trim() };
}
