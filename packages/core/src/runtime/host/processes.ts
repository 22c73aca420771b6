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
    return stdout.toLowerCase().includes(`"${name.toLowerCase()}"`);
  } catch {
    // Not allowed, or taken out of the system: then it is not known.
    return null;
  }
}
