import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** Is for the owner alone, and is written over by the next one. */
const FILE = 'open-page.html';

/**
 * Shows this address in the browser of the user; false where there is none. The address goes through a file of the owner's: the words of
 * a program can be read by every user of the machine while it starts, and this address lets its first reader in.
 */
export async function openBrowser(dataDir: string, url: string): Promise<boolean> {
  const file = path.join(dataDir, FILE);
  writeFileSync(file, `<!doctype html><meta http-equiv="refresh" content="0;url=${url}">\n`, { mode: 0o600 });
  const [program, ...words] = openerFor(process.platform, file);
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

function openerFor(platform: NodeJS.Platform, file: string): readonly [string, ...string[]] {
  if (platform === 'win32') return ['rundll32.exe', 'url.dll,FileProtocolHandler', file];
  if (platform === 'darwin') return ['open', file];
  return ['xdg-open', file];
}
