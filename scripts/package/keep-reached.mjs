// @ts-check
// Of a library in many modules, those that one of them needs: ink takes one function of es-toolkit, which has a thousand files.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A static import or export of a file of the same library. */
const FROM = /\bfrom\s*["'](\.[^"']+\.mjs)["']/g;

/**
 * Removes every module below the directory that `entry` does not lead to. Where the library is not there, there is nothing to remove.
 * @param {string} directory of the library
 * @param {string} entry below it
 */
export function keepReached(directory, entry) {
  if (!existsSync(join(directory, entry))) return;
  const reached = new Set();
  const left = [join(directory, entry)];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(FROM)) left.push(join(dirname(file), target));
  }
  for (const entry of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const file = join(directory, entry);
    if (file.endsWith('.mjs') && !reached.has(file)) rmSync(file);
  }
}
