import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The directory for temporary files; the system's usual one where TMPDIR names none that is there. */
export function temporaryDirectory(): string {
  const wanted = tmpdir();
  return process.platform === 'win32' || isDirectory(wanted) ? wanted : '/tmp';
}

/** A working directory that was removed makes every relative path throw: the root of the file system takes its place. */
export function leaveRemovedDirectory(): void {
  try {
    process.cwd();
  } catch {
    process.chdir(path.parse(process.execPath).root);
  }
}

function isDirectory(directory: string): boolean {
  return statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
}
