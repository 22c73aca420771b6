import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LIMIT_MS = 4_000;

/**
 * Does a program of this name run here, e.g. `SW.ClientApp.exe`? Windows is asked by its own list. Null where that cannot be told, and
 * on other systems, where no such program runs.
 */
export async function isProgramRunning(name: string): Promise<boolean | null> {
  if (process.platform !== 'win32') return null;
  try {
    const { stdout } = await run('tasklist', ['/FI', `IMAGENAME eq ${name}`, '/FO', 'CSV', '/NH'], {
      timeout: LIMIT_MS,
      windowsHide: true,
    });
    return listsProgram(stdout, name);
  } catch {
    // Not allowed, or taken out of the system: then it is not known.
    return null;
  }
}

/**
 * Is the program in what `tasklist /FO CSV /NH` prints? One line for each process, its name first and whole; where none runs, a
 * sentence in the language and encoding of the console.
 */
export function listsProgram(output: string, name: string): boolean {
  const start = `"${name.toLowerCase()}",`;
  return output.split(/\r?\n/).some((line) => line.trimStart().toLowerCase().startsWith(start));
}
