import { spawn } from 'node:child_process';
import path from 'node:path';
import { Fault } from '@swic/core';

/** Shows the directory of a file in the system's file manager. Rejects with `command.failed` where there is none. */
export function openInFileManager(file: string): Promise<void> {
  const [program, ...words] = managerFor(process.platform, file);
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: 'ignore', detached: true });
    child.once('error', (reason) => reject(Fault.from(reason, 'command.failed', { program })));
    child.once('spawn', () => {
      // It lives on by itself: a window of the operator's.
      child.unref();
      resolve();
    });
  });
}

function managerFor(platform: NodeJS.Platform, file: string): readonly [string, ...string[]] {
  if (platform === 'win32') return ['explorer.exe', `/select,${file}`];
  if (platform === 'darwin') return ['open', '-R', file];
  return ['xdg-open', path.dirname(file)];
}
