import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Fault } from '@swic/core';

/** A copy of a document's file in a directory of its own, which only this user can read. */
export function copyForEditing(file: string, name: string): string {
  const copy = path.join(mkdtempSync(path.join(tmpdir(), 'swic-edit-')), name);
  copyFileSync(file, copy);
  // A file of SentBox may be read-only; the copy is made to be changed.
  chmodSync(copy, 0o600);
  return copy;
}

/** Resolves when the editor has ended. Rejects with `command.failed` where there is none. */
export function openEditor(file: string): Promise<void> {
  const [program = 'vi', ...words] = editorWords(process.env);
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...words, file], { stdio: 'inherit' });
    child.once('error', (reason) => reject(Fault.from(reason, 'command.failed', { program })));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Fault('command.failed', { program, code }));
    });
  });
}

/** The first of both variables that says anything; a path with spaces is in quotation marks, as in a shell. */
export function editorWords(environment: NodeJS.ProcessEnv): readonly string[] {
  const wanted = [environment['VISUAL'], environment['EDITOR']].find((words) => (words ?? '').trim() !== '') ?? '';
  const words = [...wanted.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
  return words.length > 0 ? words : [process.platform === 'win32' ? 'notepad.exe' : 'vi'];
}
